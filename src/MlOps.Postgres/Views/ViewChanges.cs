using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace MlOps.Postgres.Views;

/// <summary>Decides which views a migration names: those that change, and those that read what changes.</summary>
internal static class ViewChanges
{
    public static void Apply(List<MigrationOperation> operations, IRelationalModel? source, IRelationalModel? target)
    {
        if ((target ?? source)?.Model.GetFeatureNames() is not { } names)
            return;

        var database = operations.OfType<AlterDatabaseOperation>().FirstOrDefault();
        var disturbed = FindDisturbed(operations, source, target, names);
        if (database is null && disturbed.Count > 0)
            operations.Insert(0, database = new AlterDatabaseOperation());

        if (database is null)
            return;

        RemoveUnchanged(database, disturbed, names);
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

    private static void RemoveUnchanged(AlterDatabaseOperation database, HashSet<string> disturbed, PostgresAnnotations names)
    {
        foreach (var old in names.GetAll(database.OldDatabase))
        {
            if (!disturbed.Contains(old.Name) && Equals(database[old.Name], old.Value))
            {
                database.RemoveAnnotation(old.Name);
                database.OldDatabase.RemoveAnnotation(old.Name);
            }
        }
    }

    // Unchanged views that read a table or a view which this migration alters, drops or replaces.
    private static HashSet<string> FindDisturbed(
        List<MigrationOperation> operations, IRelationalModel? source, IRelationalModel? target, PostgresAnnotations names)
    {
        if (source is null || target is null)
            return [];

        var views = names.GetViews(target);
        var unchanged = views.Keys
            .Where(name => Equals(source[names.View + name], target[names.View + name]))
            .ToHashSet(StringComparer.Ordinal);
        var touched = operations.SelectMany(GetTouchedTables).Concat(views.Keys.Except(unchanged)).ToHashSet(StringComparer.Ordinal);
        var disturbed = new HashSet<string>(StringComparer.Ordinal);
        while (unchanged.FirstOrDefault(name => views[name].Reads.Any(touched.Contains)) is { } next)
        {
            unchanged.Remove(next);
            touched.Add(next);
            disturbed.Add(names.View + next);
        }

        return disturbed;
    }

    private static IEnumerable<string> GetTouchedTables(MigrationOperation operation) => operation switch
    {
        AlterColumnOperation alter => [Qualify(alter.Table, alter.Schema)],
        // A view may group by a key and select other columns of the row.
        DropPrimaryKeyOperation drop => [Qualify(drop.Table, drop.Schema)],
        DropColumnOperation drop => [Qualify(drop.Table, drop.Schema)],
        RenameColumnOperation rename => [Qualify(rename.Table, rename.Schema)],
        RenameTableOperation rename => [Qualify(rename.Name, rename.Schema), Qualify(rename.NewName ?? rename.Name, rename.NewSchema)],
        DropTableOperation drop => [Qualify(drop.Name, drop.Schema)],
        _ => [],
    };

    private static string Qualify(string table, string? schema) => schema is null ? table : $"{schema}.{table}";
}
