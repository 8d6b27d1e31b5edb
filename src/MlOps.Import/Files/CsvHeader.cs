using MlOps.Persistence;
using nietras.SeparatedValues;

namespace MlOps.Import.Files;

/// <summary>
/// The first line of a file of separated values: it says what separates them, and which they are. Each line is read by itself, so that a
/// quotation mark without its partner costs one line and not the rest of the file. Hence a value has no line break.
/// </summary>
internal sealed class CsvHeader
{
    private readonly Sep _separator;
    private readonly int[] _places;

    private CsvHeader(Sep separator, int[] places) => (_separator, _places) = (separator, places);

    /// <exception cref="MlOpsException">The line does not name columns.</exception>
    public static CsvHeader Read(FileLine line, FileColumns columns)
    {
        if (line.Fault is { } fault)
            throw new MlOpsException(MlOpsError.Configuration, $"The first line must name the columns {columns.Describe()}. {fault}");

        try
        {
            using var reader = Sep.Reader().FromText(line.Text);
            var names = Split(reader.Spec.Sep, line.Text);
            return new CsvHeader(reader.Spec.Sep, columns.ReadHeader(names));
        }
        catch (Exception e) when (IsOfLibrary(e))
        {
            throw new MlOpsException(
                MlOpsError.Configuration, $"The first line must name the columns {columns.Describe()}, and cannot be read: {e.Message}", e);
        }
    }

    public FileRecord ReadRecord(FileLine line, FileColumns columns)
    {
        try
        {
            var found = Split(_separator, line.Text);
            if (found.Length != _places.Length)
                return new FileRecord(line, [], $"The line has {found.Length} values, and the first line names {_places.Length} columns.");

            var values = new string?[columns.Count];
            foreach (var (i, value) in found.Index())
                values[_places[i]] = value.Length == 0 ? null : value;

            return new FileRecord(line, values);
        }
        catch (Exception e) when (IsOfLibrary(e))
        {
            return new FileRecord(line, [], $"The line cannot be read: {e.Message}");
        }
    }

    private static string[] Split(Sep separator, string text)
    {
        if (text.AsSpan().Count('"') % 2 != 0)
            throw new InvalidDataException("A quotation mark has no partner in the line.");

        using var reader = separator.Reader(options => options with { HasHeader = false, Unescape = true, DisableColCountCheck = true })
            .FromText(text);
        if (!reader.MoveNext())
            return [];

        var values = reader.Current[..].ToStringsArray();
        return reader.MoveNext() ? throw new InvalidDataException("A value has a line break.") : values;
    }

    private static bool IsOfLibrary(Exception e) =>
        e is InvalidDataException or NotSupportedException or ArgumentException or IndexOutOfRangeException;
}
