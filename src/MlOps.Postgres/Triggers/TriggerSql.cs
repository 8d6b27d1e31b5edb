using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.EntityFrameworkCore.Storage;

namespace MlOps.Postgres.Triggers;

/// <summary>The statements that create and drop triggers, and drop functions; <see cref="FunctionOrder"/> creates these.</summary>
internal static class TriggerSql
{
    /// <summary>The functions that are no more.</summary>
    public static IEnumerable<string> DropFunctions(AlterDatabaseOperation database) =>
        Gone(database).Where(gone => database.Named(PostgresAnnotations.Function).All(kept => !IsNamesake(gone, kept.Name))).Select(Drop);

    /// <summary>
    /// Those of a new function's name: f(a int) and f(b integer) are the same to PostgreSQL, which does not rename an argument, and
    /// would drop the new function for the old one afterwards.
    /// </summary>
    public static IEnumerable<string> DropReplaced(AlterDatabaseOperation database, string signature) =>
        Gone(database).Where(gone => IsNamesake(gone, signature)).Select(Drop);

    public static IEnumerable<string> Create(string table, IAnnotatable declared, ISqlGenerationHelper sql) =>
        from trigger in declared.Named(PostgresAnnotations.Trigger)
        let spec = TriggerSpec.Parse(trigger.Value)
        select $"CREATE TRIGGER {sql.DelimitIdentifier(trigger.Name)} {spec.When} ON {table} FOR EACH ROW {spec.Action};";

    public static IEnumerable<string> Drop(string table, IAnnotatable declared, ISqlGenerationHelper sql) =>
        declared.Named(PostgresAnnotations.Trigger)
            .Select(trigger => $"DROP TRIGGER IF EXISTS {sql.DelimitIdentifier(trigger.Name)} ON {table};");

    private static IEnumerable<string> Gone(AlterDatabaseOperation database) =>
        database.OldDatabase.Named(PostgresAnnotations.Function).Select(function => function.Name)
            .Where(signature => database[PostgresAnnotations.Function + signature] is null);

    private static bool IsNamesake(string one, string other) =>
        string.Equals(FunctionSignature.NameOf(one), FunctionSignature.NameOf(other), StringComparison.OrdinalIgnoreCase);

    private static string Drop(string signature) => $"DROP FUNCTION IF EXISTS {FunctionSignature.WithoutDefaults(signature)};";
}
