namespace MlOps.Parquet.Columns;

/// <summary>Lists of numbers.</summary>
internal sealed class DoublesBuffer(FileColumn column) : ListBuffer<double?, double>(column, typeof(double))
{
    protected override double? Store(double? element) => element;

    protected override double? Restore(double? stored) => stored;

    protected override string Describe(double? element) => ScalarFormats.BitsOf(element!.Value);

    protected override string Quote(double? element) => ScalarFormats.LiteralOf(element!.Value);

    protected override int MeasureElement(double? element) => sizeof(double) * 2;
}
