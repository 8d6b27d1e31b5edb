using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace MlOps.Postgres.Views;

/// <summary>Decides which views a migration names: those that change, and those that read what changes.</summary>
internal static class ViewChanges
{
    public static void Apply(List<MigrationOperation> operations, IRelationalModel? source, IRelationalModel? target)
    {
        var database = operations.OfType<AlterDatabaseOperation>().FirstOrDefault();
        var disturbed = Disturbed(operations, source, target);
        if (database is null && disturbed.Count > 0)
            operations.Insert(0, database = new AlterDatabaseOperation());

        if (database is null)
            return;

        RemoveUnchanged(database, disturbed);
        foreach (var name in disturbed.Where(name => database.FindAnnotation(name) is null))
        {
            // Named on both sides: dropped before, and created again after.
            database.AddAnnotation(name, target![name]);
            database.OldDatabase.AddAnnotation(name, source![name]);
        }

        if (!database.GetAnnotations().Any() && !database.OldDatabase.GetAnnotations().Any()
            && database.Collation == database.OldDatabase.Collation)
        {
            operations.Remove(database);
        }
    }

    private static void RemoveUnchanged(AlterDatabaseOperation database, HashSet<string> disturbed)
    {
        foreach (var old in database.OldDatabase.GetAnnotations().Where(PostgresAnnotations.IsOurs).ToList())
        {
            if (!disturbed.Contains(old.Name) && Equals(database[old.Name], old.Value))
            {
                database.RemoveAnnotation(old.Name);
                database.OldDatabase.RemoveAnnotation(old.Name);
            }
        }
    }

    // Unchanged views that read a table or a view which this migration alters, drops or replaces.
    private static HashSet<string> Disturbed(
        List<MigrationOperation> operations, IRelationalModel? source, IRelationalModel? target)
    {
        if (source is null || target is null)
            return [];

        var views = target.Named(PostgresAnnotations.View).ToDictionary(view => view.Name, view => ViewSpec.Parse(view.Value));
        var unchanged = views.Keys
            .Where(name => Equals(source[PostgresAnnotations.View + name], target[PostgresAnnotations.View + name]))
            .ToHashSet(StringComparer.Ordinal);
        var touched = operations.SelectMany(TouchedTables).Concat(views.Keys.Except(unchanged)).ToHashSet(StringComparer.Ordinal);
        var disturbed = new HashSet<string>(StringComparer.Ordinal);
        while (unchanged.FirstOrDefault(name => views[name].Reads.Any(touched.Contains)) is { } next)
        {
            unchanged.Remove(next);
            touched.Add(next);
            disturbed.Add(PostgresAnnotations.View + next);
        }

        return disturbed;
    }

    private static IEnumerable<string> TouchedTables(MigrationOperation operation) => operation switch
    {
        AlterColumnOperation alter => [Qualified(alter.Table, alter.Schema)],
        // A view may group by a key and select other columns of the row.
        DropPrimaryKeyOperation drop => [Qualified(drop.Table, drop.Schema)],
        DropColumnOperation drop => [Qualified(drop.Table, drop.Schema)],
        RenameColumnOperation rename => [Qualified(rename.Table, rename.Schema)],
        RenameTableOperation rename => [Qualified(rename.Name, rename.Schema), Qualified(rename.NewName ?? rename.Name, rename.NewSchema)],
        DropTableOperation drop => [Qualified(drop.Name, drop.Schema)],
        _ => [],
    };

    private static string Qualified(string table, string? schema) => schema is null ? table : $"{schema}.{table}";
}
