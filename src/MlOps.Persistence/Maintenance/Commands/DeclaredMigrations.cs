using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace MlOps.Persistence.Maintenance.Commands;

/// <summary>The migrations in the assembly of a context, and which of them a database has.</summary>
internal static class DeclaredMigrations
{
    /// <summary>The migrations by their names, the oldest first. Asks no server.</summary>
    /// <exception cref="MlOpsException">There are none.</exception>
    public static IReadOnlyDictionary<string, TypeInfo> Of(DbContext context)
    {
        var assembly = context.GetService<IMigrationsAssembly>();
        return assembly.Migrations.Count > 0
            ? assembly.Migrations
            : throw new MlOpsException(
                MlOpsError.Configuration,
                $"{context.GetType().Name} has no migrations in {assembly.Assembly.GetName().Name}. Add the first one with 'dotnet ef " +
                "migrations add'.");
    }

    /// <summary>The full name of a migration, which may be given without its time.</summary>
    /// <exception cref="MlOpsException">There is no such migration, or there are several.</exception>
    public static string Find(DbContext context, string name)
    {
        var known = Of(context).Keys.ToList();
        var found = known.FindAll(one => one == name || one[(one.IndexOf('_', StringComparison.Ordinal) + 1)..] == name);
        return found is [var only]
            ? only
            : throw new MlOpsException(
                MlOpsError.NotFound,
                $"{(found.Count == 0 ? "There is no" : "There is more than one")} migration '{name}'. " +
                $"The migrations of {context.GetType().Name} are {string.Join(", ", known)}.");
    }

    /// <summary>The migrations that a database has, and those that it lacks up to the last one, the oldest first.</summary>
    public static async Task<(IReadOnlyList<string> Applied, IReadOnlyList<string> Pending)> ListAsync(
        DbContext context, string? last, CancellationToken cancellationToken)
    {
        var known = Of(context).Keys.ToList();
        var end = last is null ? known.Count : known.IndexOf(last) + 1;
        var applied = (await context.Database.GetAppliedMigrationsAsync(cancellationToken).ConfigureAwait(false)).ToList();
        return (applied, [.. known.Take(end).Except(applied)]);
    }

    /// <exception cref="MlOpsException">The context does not know a migration that the database has.</exception>
    public static void RefuseUnknown(DbContext context, IReadOnlyList<string> applied)
    {
        var unknown = applied.Except(Of(context).Keys).ToList();
        if (unknown.Count > 0)
            throw new MlOpsException(
                MlOpsError.NewerSchema,
                $"The database has migrations that {context.GetType().Name} does not know: '{string.Join("', '", unknown)}'. They " +
                "belong to a newer version of the program, or to another context. Update this program, migrate with the program " +
                "of the other context, or use another database.");
    }

    /// <summary>EF would take back what is newer than the last one.</summary>
    /// <exception cref="MlOpsException">Something is pending up to it, and the database has a newer migration.</exception>
    public static void RefuseNewer(IReadOnlyList<string> applied, IReadOnlyList<string> pending, string? last)
    {
        if (last is not null && pending.Count > 0 && FindNewer(applied, last) is { } newer)
            throw new MlOpsException(
                MlOpsError.Conflict,
                $"The database has {newer}, which is newer than {last}, so migrating to {last} would take it back. Nothing was changed. " +
                "Migrate to the newest migration instead, which adds what is missing, or take the newer ones back first by 'rollback'.");
    }

    /// <summary>A script runs migrations in their order, the newest one last.</summary>
    /// <exception cref="MlOpsException">The database has a newer migration than one of those that it lacks.</exception>
    public static void RefuseGap(IReadOnlyList<string> applied, IReadOnlyList<string> pending)
    {
        if (pending.Count > 0 && FindNewer(applied, pending[0]) is { } newer)
            throw new MlOpsException(
                MlOpsError.Conflict,
                $"The database lacks {pending[0]}, but has {newer}, which is newer. A script goes on after the newest one, and would " +
                "leave it out. Run 'migrate', which adds what is missing.");
    }

    private static string? FindNewer(IEnumerable<string> applied, string name) =>
        applied.FirstOrDefault(one => string.CompareOrdinal(one, name) > 0);
}
