using Microsoft.EntityFrameworkCore.Storage;

namespace MlOps.Postgres.Triggers;

/// <summary>The statements that create and drop triggers.</summary>
internal static class TriggerSql
{
    public static IEnumerable<string> Create(
        string table, IReadOnlyDictionary<string, TriggerSpec> triggers, ISqlGenerationHelper sql) =>
        triggers.Select(trigger =>
            $"CREATE TRIGGER {sql.DelimitIdentifier(trigger.Key)} {trigger.Value.When} ON {table} FOR EACH ROW {trigger.Value.Action};");

    public static IEnumerable<string> Drop(
        string table, IReadOnlyDictionary<string, TriggerSpec> triggers, ISqlGenerationHelper sql) =>
        triggers.Select(trigger => $"DROP TRIGGER IF EXISTS {sql.DelimitIdentifier(trigger.Key)} ON {table};");
}
