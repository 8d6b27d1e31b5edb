using Microsoft.EntityFrameworkCore.Infrastructure;

namespace MlOps.Persistence.Postgres.Triggers;

/// <summary>The statements that create and drop functions and triggers.</summary>
internal static class TriggerSql
{
    public static IEnumerable<string> CreateFunctions(IAnnotatable database) =>
        database.Named(PostgresAnnotations.Function).Select(function => $"CREATE OR REPLACE FUNCTION {function.Name}\n{function.Value};");

    public static IEnumerable<string> DropFunctions(IAnnotatable database, IAnnotatable kept) =>
        database.Named(PostgresAnnotations.Function)
            .Where(function => kept[PostgresAnnotations.Function + function.Name] is null)
            .Select(function => $"DROP FUNCTION IF EXISTS {function.Name};");

    public static IEnumerable<string> CreateTriggers(string table, IAnnotatable declared) =>
        declared.Named(PostgresAnnotations.Trigger).Select(trigger =>
            trigger.Value.Split('|', 2) is [var when, var action]
                ? $"CREATE TRIGGER {trigger.Name} {when} ON {table} FOR EACH ROW {action};"
                : throw new InvalidOperationException($"Trigger '{trigger.Name}' of {table} is malformed: {trigger.Value}"));

    public static IEnumerable<string> DropTriggers(string table, IAnnotatable declared) =>
        declared.Named(PostgresAnnotations.Trigger).Select(trigger => $"DROP TRIGGER IF EXISTS {trigger.Name} ON {table};");
}
