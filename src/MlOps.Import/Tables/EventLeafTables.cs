using MlOps.Domain.Telemetry;
using MlOps.Import.Mapping;
using static MlOps.Import.Source.SourceColumn;

namespace MlOps.Import.Tables;

/// <summary>The tables of learning events of one kind.</summary>
internal static class EventLeafTables
{
    public static readonly IReadOnlyList<EventLeafTable> All =
    [
        new("git_operation_learning_events", typeof(GitOperationEvent), GitOperationEvent.Kind,
            [
                Column("repository", "repository_name", "repo_name", "repository_id", "repo").WhenMissing($"'{ImportTable.Unknown}'"),
                Column("operation", "operation_type", "git_operation", "git_operation_type").Required(),
                Column("branch", "branch_name"), Column("commit_hash", "commit_sha", "commit_id"),
                Column("files_changed", "files_modified").WhenMissing("0"), Column("lines_added", "additions").WhenMissing("0"),
                Column("lines_removed", "lines_deleted", "deletions").WhenMissing("0"),
            ],
            (row, import, at, details) => GitOperationEvent.Record(
                import.GetTextOrUnknown("repository"), row.GetText("operation"), at, row.FindText("branch"), row.FindText("commit_hash"),
                row.FindInteger("files_changed") ?? 0, row.FindInteger("lines_added") ?? 0, row.FindInteger("lines_removed") ?? 0,
                details)),
        new("user_session_learning_events", typeof(UserSessionEvent), UserSessionEvent.Kind,
            [
                Column("user_id", "user").WhenMissing($"'{ImportTable.Unknown}'"),
                Column("session_id", "user_session_id", "session").Required(),
                Column("action", "action_type", "user_action", "activity_type").WhenMissing($"'{ImportTable.Unknown}'"),
                Column("duration_ms", "action_duration_ms", "session_duration_ms"),
            ],
            (row, import, at, details) => UserSessionEvent.Record(
                import.GetTextOrUnknown("user_id"), row.GetText("session_id"), import.GetTextOrUnknown("action"), at,
                row.FindNumber("duration_ms"), details)),
    ];
}
