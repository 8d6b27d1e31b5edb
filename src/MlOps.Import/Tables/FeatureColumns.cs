using MlOps.Domain;
using MlOps.Domain.Features;
using MlOps.Domain.Predictions;
using MlOps.Import.Mapping;
using MlOps.Import.Reports;
using MlOps.Import.Source;
using static MlOps.Import.Source.SourceColumn;

namespace MlOps.Import.Tables;

/// <summary>The columns with features as arrays. What does not fit its schema is stored in context, and the row is imported.</summary>
internal static class FeatureColumns
{
    private const string SchemaId = "feature_schema_id";
    private const string Numbers = "features";
    private const string Categories = "categories";
    private const string Attributions = "attributions";
    private const string Method = "attribution_method";

    public static readonly SourceColumn[] All =
    [
        Document(SchemaId),
        Document(Numbers).OfType("_float8"),
        Document(Categories).OfType("_text"),
        Document(Attributions).OfType("_float8"),
        Column(Method),
    ];

    /// <summary>Whether the column that becomes context is the array of numbers.</summary>
    public static bool IsContext(SourceRow row) => row.IsSame(Numbers, "context");

    public static (FeatureVector? Features, FeatureAttributions? Attributions) Read(
        SourceRow row, ImportContext import, Lazy<FeatureDocuments?> named)
    {
        var features = row.HasValue(Numbers) || row.HasValue(Categories) ? ReadFeatures(row, import, named) : null;
        var attributions = features is null ? null : ReadAttributions(row, import, features.Schema);
        if (features is null)
            Store(row, import, SchemaId, Numbers, Categories);

        if (attributions is null)
            Store(row, import, Attributions, Method);

        return (features, attributions);
    }

    private static FeatureVector? ReadFeatures(SourceRow row, ImportContext import, Lazy<FeatureDocuments?> named)
    {
        var isOwn = import.State.SourceSchemas is not null && row.HasValue(SchemaId);
        var schema = isOwn ? import.State.SourceSchemas!.Find(row.GetText(SchemaId).Trim('"')) : named.Value?.Schema;
        if (schema is null)
        {
            import.Note(isOwn ? ImportRemarks.LacksSourceSchema : ImportRemarks.LacksOrder);
            return null;
        }

        var numbers = ReadArray(row, Numbers, FeatureArrays.ReadNumbers, schema.NumberCount, isOwn);
        var categories = ReadArray(row, Categories, FeatureArrays.ReadCategories, schema.CategoryCount, isOwn);
        var isFit = numbers is not null && categories is not null;
        import.Note(isFit ? ImportRemarks.HasArrays(schema) : ImportRemarks.ArraysDoNotFit(schema));
        return isFit ? FeatureVector.Of(schema, numbers, categories) : null;
    }

    private static FeatureAttributions? ReadAttributions(SourceRow row, ImportContext import, FeatureSchema schema)
    {
        if (!row.HasValue(Attributions))
            return null;

        var values = ReadArray(
            row, Attributions, FeatureArrays.ReadNumbers, schema.NumberCount + schema.CategoryCount, mayBeMissing: false);
        if (values is not null && row.FindText(Method) is { Length: <= FeatureAttributions.MaxMethodLength } method
            && !string.IsNullOrWhiteSpace(method))
            return new FeatureAttributions(method, values);

        import.Note(ImportRemarks.AttributionsDoNotFit(schema));
        return null;
    }

    // Other programs may write no array, or an empty one, where all values are missing. In a table of MlOps that is allowed. In any other
    // table, an array that is not there means that the schema is another one.
    private static T[]? ReadArray<T>(SourceRow row, string name, Func<Json, T[]?> read, int count, bool mayBeMissing)
    {
        var values = row.FindJson(name) is { } array ? read(array) : [];
        return values?.Length == count ? values : mayBeMissing && values is [] ? new T[count] : null;
    }

    private static void Store(SourceRow row, ImportContext import, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (row.HasValue(name) && !(name == Numbers && IsContext(row)))
                import.StoreValue(name);
        }
    }
}
