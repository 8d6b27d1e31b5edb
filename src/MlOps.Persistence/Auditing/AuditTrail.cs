using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using MlOps.Domain.Governance;

namespace MlOps.Persistence.Auditing;

/// <summary>
/// Writes changes of audited entities into the audit log. The entries are saved with the changes, so that they are stored together or
/// not at all, and the context forgets them after that.
/// </summary>
internal static class AuditTrail
{
    private static readonly ConditionalWeakTable<DbContext, List<AuditEntry>> Entries = [];

    /// <summary>Adds the entries of what a context is about to save.</summary>
    public static void Add(DbContext context, IReadOnlyList<EntityEntry> changed)
    {
        if (context.Model.FindEntityType(typeof(AuditEntry)) is null
            || SaveAudit.Describe(context, changed) is not { Count: > 0 } entries)
            return;

        // EF does not call interceptors if the failure is a row that another writer changed first.
        context.SaveChangesFailed -= OnFailed;
        context.SaveChangesFailed += OnFailed;
        context.AddRange(entries);
        Entries.Add(context, entries);
    }

    /// <summary>Removes the entries of the last save from the context, and returns how many there were.</summary>
    public static int Forget(DbContext context)
    {
        if (!Entries.TryGetValue(context, out var entries))
            return 0;

        Entries.Remove(context);
        foreach (var entry in entries)
            context.Entry(entry).State = EntityState.Detached;

        return entries.Count;
    }

    private static void OnFailed(object? sender, SaveChangesFailedEventArgs failure) => Forget((DbContext)sender!);
}
