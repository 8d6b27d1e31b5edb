using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using MlOps.Domain.Governance;

namespace MlOps.Persistence.Auditing;

/// <summary>
/// Writes changes of audited entities into the audit log. The entries are saved with the changes, so that they are stored together or
/// not at all, and the context forgets them after that.
/// </summary>
internal sealed class AuditInterceptor : SaveChangesInterceptor
{
    public static readonly AuditInterceptor Instance = new();

    private readonly ConditionalWeakTable<DbContext, List<AuditEntry>> _entries = [];

    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        Add(eventData.Context!);
        return result;
    }

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Add(eventData.Context!);
        return ValueTask.FromResult(result);
    }

    public override int SavedChanges(SaveChangesCompletedEventData eventData, int result) => result - Forget(eventData.Context!);

    public override ValueTask<int> SavedChangesAsync(
        SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(result - Forget(eventData.Context!));

    private void Add(DbContext context)
    {
        Forget(context);
        if (context.Model.FindEntityType(typeof(AuditEntry)) is null || SaveAudit.Describe(context) is not { Count: > 0 } entries)
            return;

        // EF does not call interceptors if the failure is a row that another writer changed first.
        context.SaveChangesFailed -= OnFailed;
        context.SaveChangesFailed += OnFailed;
        context.AddRange(entries);
        _entries.Add(context, entries);
    }

    private void OnFailed(object? sender, SaveChangesFailedEventArgs failure) => Forget((DbContext)sender!);

    private int Forget(DbContext context)
    {
        if (!_entries.TryGetValue(context, out var entries))
            return 0;

        _entries.Remove(context);
        foreach (var entry in entries)
            context.Entry(entry).State = EntityState.Detached;

        return entries.Count;
    }
}
