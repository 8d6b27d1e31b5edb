using MlOps.Domain;
using MlOps.Domain.Telemetry;
using MlOps.Import.Mapping;
using MlOps.Import.Source;
using static MlOps.Import.Source.SourceColumn;

namespace MlOps.Import.Tables;

/// <summary>Learning events that are in no table of a kind.</summary>
internal sealed class LearningEventTable : ImportTable
{
    public override TableShape Source { get; } = new(EventColumns.Table, [Key(EventColumns.Keys), .. EventColumns.All])
    {
        HasExtraColumns = true,
    };

    public override Type? CountedAs => typeof(LearningEvent);

    public override Type EntityType => typeof(LearningEvent);

    public override IReadOnlyList<string> Times => ["created_at"];

    public override IEnumerable<Entity> Map(SourceRow row, ImportContext import)
    {
        var type = import.GetTextOrUnknown("event_type");
        return EventColumns.Map(row, import, "id", null, (at, details) => LearningEvent.Record(type, at, details));
    }
}
