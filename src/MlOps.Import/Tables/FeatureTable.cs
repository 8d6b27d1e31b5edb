using MlOps.Domain;
using MlOps.Domain.Features;
using MlOps.Import.Mapping;
using MlOps.Import.Source;
using static MlOps.Import.Source.SourceColumn;

namespace MlOps.Import.Tables;

/// <summary>The catalogue of features: one for each name in the feature store.</summary>
/// <param name="table">The feature store, which has one of two usual names.</param>
internal sealed class FeatureTable(string table = FeatureValueTable.Table) : ImportTable
{
    public static readonly SourceColumn Name = Column("feature_name", "name").Required();

    public static readonly SourceColumn Kind =
        Column("kind", "feature_type", "feature_kind", "feature_category").WhenMissing($"'{FeatureKind.Contextual}'");

    public static readonly SourceColumn CreatedAt = Column("created_at", "known_at", "computed_at", "timestamp").Required();

    public override TableShape Source { get; } = new(table, Name, Kind, CreatedAt)
    {
        DistinctBy = "feature_name",
    };

    public override string Target => "ml_features";

    public override Type EntityType => typeof(Feature);

    public override IEnumerable<Entity> Map(SourceRow row, ImportContext import)
    {
        var name = row.GetText("feature_name");
        var feature = Feature.Register(name, ReadKind(row), Unknown, row.GetTime("created_at"));
        return [feature.WithId(ImportedId.Sliced("features", name, feature.CreatedAt))];
    }

    public static FeatureKind ReadKind(SourceRow row) => row.FindChoice<FeatureKind>("kind") ?? FeatureKind.Contextual;
}
