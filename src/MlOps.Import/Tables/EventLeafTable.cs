using MlOps.Domain;
using MlOps.Domain.Telemetry;
using MlOps.Import.Mapping;
using MlOps.Import.Reports;
using MlOps.Import.Source;
using static MlOps.Import.Source.SourceColumn;

namespace MlOps.Import.Tables;

/// <summary>The learning events of one kind. A row refers to a row of learning_events, has the same id, or stands alone.</summary>
/// <param name="table">The table of the kind.</param>
/// <param name="entity">The event of the kind.</param>
/// <param name="kind">The type that all its events have here.</param>
/// <param name="columns">The columns of this kind alone.</param>
/// <param name="create">Creates the event.</param>
internal sealed class EventLeafTable(
    string table,
    Type entity,
    string kind,
    SourceColumn[] columns,
    Func<SourceRow, ImportContext, DateTimeOffset, EventDetails, LearningEvent> create)
    : ImportTable
{
    private static readonly string[] References = ["learning_event_id", "event_id"];

    public override TableShape Source { get; } = new(table, ["id", Column(References).As("reference"), .. columns])
    {
        Keys = ["joined_id", "reference", "id"],
        Join = new SourceJoin(EventColumns.Table, References, EventColumns.Keys)
        {
            Columns = [Column(EventColumns.Keys).As("joined_id")],
            SharedColumns = EventColumns.All,
            IsSameThing = true,
        },
        HasExtraColumns = true,
    };

    public override Type EntityType => entity;

    public override IReadOnlyList<string> Times => ["created_at"];

    public override IReadOnlyList<(string Column, string? Table)> Ids =>
        [("joined_id", EventColumns.Table), ("reference", EventColumns.Table), ("id", null)];

    public override IEnumerable<Entity> Map(SourceRow row, ImportContext import)
    {
        if (row.FindText("event_type") is { } type && type != kind)
            import.DoNotImport("event_type", $"events of {table} have the type '{kind}'");

        if (row.HasValue("joined_id"))
            return Map("joined_id", EventColumns.Table);

        import.Note(ImportRemarks.HasNoEventIn(EventColumns.Table));
        return row.HasValue("reference") ? Map("reference", EventColumns.Table) : Map("id", null);

        IEnumerable<Entity> Map(string idColumn, string? idTable) =>
            EventColumns.Map(row, import, idColumn, idTable, (at, details) => create(row, import, at, details));
    }
}
