using MlOps.Domain;
using MlOps.Domain.Telemetry;
using MlOps.Import.Mapping;
using MlOps.Import.Source;
using static MlOps.Import.Source.SourceColumn;

namespace MlOps.Import.Tables;

/// <summary>The columns that learning events of all kinds have.</summary>
internal static class EventColumns
{
    public const string Table = "learning_events";

    public static readonly string[] Keys = ["event_id", "id"];

    public static readonly SourceColumn[] All =
    [
        Column("created_at", "timestamp", "occurred_at", "event_time", "event_timestamp", "recorded_at").Required(),
        Column("event_type", "event_name", "type"),
        Column("subject_type", "entity_type", "source_type"),
        Column("subject_id", "entity_id", "source_id"),
        Column("actor", "actor_id", "performed_by", "triggered_by", "created_by"),
        Document("payload", "event_data", "event_payload", "data"),
    ];

    /// <summary>Creates the event of a row, with the id that the row has in a table of the source.</summary>
    public static IEnumerable<Entity> Map(
        SourceRow row, ImportContext import, string idColumn, string? idTable, Func<DateTimeOffset, EventDetails, LearningEvent> create)
    {
        var at = row.GetTime("created_at");
        var id = import.GetSlicedId(at, idColumn, idTable);
        var details = new EventDetails
        {
            SubjectType = row.FindText("subject_type"),
            SubjectId = row.FindText("subject_id"),
            Actor = row.FindText("actor"),
            Payload = import.AddExtraColumns(row.FindJson("payload"), "payload"),
        };
        return [create(at, details).WithId(id)];
    }
}
