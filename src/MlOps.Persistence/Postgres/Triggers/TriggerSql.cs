using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace MlOps.Persistence.Postgres.Triggers;

/// <summary>The statements that create and drop triggers, and drop functions; <see cref="FunctionOrder"/> creates these.</summary>
internal static class TriggerSql
{
    public static IEnumerable<string> DropFunctions(IAnnotatable database, IAnnotatable kept) =>
        database.Named(PostgresAnnotations.Function)
            .Where(function => kept[PostgresAnnotations.Function + function.Name] is null)
            .Select(function => $"DROP FUNCTION IF EXISTS {function.Name};");

    public static IEnumerable<string> Create(string table, IAnnotatable declared, ISqlGenerationHelper sql) =>
        from trigger in declared.Named(PostgresAnnotations.Trigger)
        let spec = TriggerSpec.Parse(trigger.Value)
        select $"CREATE TRIGGER {sql.DelimitIdentifier(trigger.Name)} {spec.When} ON {table} FOR EACH ROW {spec.Action};";

    public static IEnumerable<string> Drop(string table, IAnnotatable declared, ISqlGenerationHelper sql) =>
        declared.Named(PostgresAnnotations.Trigger)
            .Select(trigger => $"DROP TRIGGER IF EXISTS {sql.DelimitIdentifier(trigger.Name)} ON {table};");
}
