using MlOps.Domain;
using MlOps.Domain.Telemetry;
using MlOps.Import.Mapping;
using MlOps.Import.Source;
using static MlOps.Import.Source.SourceColumn;

namespace MlOps.Import.Tables;

/// <summary>The use of resources. Where only a percentage is known, the capacity is 100.</summary>
internal sealed class ResourceSampleTable : ImportTable
{
    public override TableShape Source { get; } = new(
        "resource_utilization",
        [
            Key("sample_id", "utilization_id", "id"),
            .. ResourceColumns.All,
            Column("used", "used_value", "used_amount", "current_usage", "usage").WhenMissing("percent"),
            Column("capacity", "total_capacity", "total", "max_capacity", "limit_value").WhenMissing("no limit, or 100 for percent"),
            Column("percent", "utilization_percent", "utilization_percentage", "usage_percent", "usage_percentage"),
            Column("created_at", "timestamp", "recorded_at", "measured_at", "sampled_at").Required(),
        ])
    {
        IgnoredColumns = ["utilization"],
    };

    public override Type? CountedAs => typeof(ResourceSample);

    public override Type EntityType => typeof(ResourceSample);

    public override IReadOnlyList<string> Times => ["created_at"];

    public override IEnumerable<Entity> Map(SourceRow row, ImportContext import)
    {
        var at = row.GetTime("created_at");
        var (kind, resource) = ResourceColumns.Read(row);
        var (used, capacity) = ReadUse(row, import);
        return [ResourceSample.Measure(kind, resource, used, at, capacity).WithId(import.GetSlicedId(at))];
    }

    private static (double Used, double? Capacity) ReadUse(SourceRow row, ImportContext import)
    {
        if (row.FindNumber("used") is { } used)
            return (used, row.FindNumber("capacity"));

        if (row.FindNumber("percent") is not { } percent)
            throw row.Refuse("used", "must be given, as an amount or in percent");

        import.NoteSubstitute("used", "percent, of a capacity of 100");
        return (percent, 100);
    }
}
