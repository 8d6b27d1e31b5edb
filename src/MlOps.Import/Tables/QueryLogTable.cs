using System.Security.Cryptography;
using System.Text;
using MlOps.Domain;
using MlOps.Domain.Telemetry;
using MlOps.Import.Mapping;
using MlOps.Import.Source;
using static MlOps.Import.Source.SourceColumn;

namespace MlOps.Import.Tables;

/// <summary>Runs of queries.</summary>
internal sealed class QueryLogTable : ImportTable
{
    private const string TextHash = "the SHA-256 of the text";

    public override TableShape Source { get; } = new(
        "query_performance_logs",
        Key("log_id", "id"),
        Column("fingerprint", "query_hash", "query_fingerprint", "query_id", "queryid").WhenMissing(TextHash),
        Column("query_text", "query", "sql_text", "statement").Required(),
        Column("duration_ms", "execution_time_ms", "mean_time_ms", "total_time_ms", "execution_time", "duration").Required(),
        Column("row_count", "rows_returned", "rows_affected", "rows_examined"),
        Column("application_name", "application"),
        Document("plan", "execution_plan", "query_plan"),
        Column("created_at", "timestamp", "executed_at", "logged_at", "recorded_at").Required());

    public override Type? CountedAs => typeof(QueryLog);

    public override Type EntityType => typeof(QueryLog);

    public override IReadOnlyList<string> Times => ["created_at"];

    public override IEnumerable<Entity> Map(SourceRow row, ImportContext import)
    {
        var at = row.GetTime("created_at");
        var text = row.GetText("query_text");
        var log = QueryLog.Record(
            row.FindText("fingerprint") ?? ComputeFingerprint(text, import),
            text,
            row.GetNumber("duration_ms"),
            at,
            row.FindLong("row_count"),
            row.FindText("application_name"),
            row.FindJson("plan"));
        return [log.WithId(import.GetSlicedId(at))];
    }

    private static string ComputeFingerprint(string text, ImportContext import)
    {
        import.NoteSubstitute("fingerprint", TextHash);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
