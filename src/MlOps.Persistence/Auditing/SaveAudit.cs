using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;
using MlOps.Domain.Governance;
using Npgsql;

namespace MlOps.Persistence.Auditing;

/// <summary>Describes for the audit log what a context is about to save.</summary>
internal static class SaveAudit
{
    public static List<AuditEntry> Describe(DbContext context, IReadOnlyList<EntityEntry> changed)
    {
        var audited = changed.Where(IsAudited).ToList();
        if (audited.Count == 0)
            return [];

        // The time when it is stored, whatever time the application gives to the change.
        var now = TimeProvider.System.GetUtcNow();
        var author = changed.Select(FindAuthor).FirstOrDefault(name => name is not null) ?? NameConnectionUser(context);
        return audited.ConvertAll(entry => Describe(entry, FindAuthor(entry) ?? author, now));
    }

    public static string NameConnectionUser(DbContext context) =>
        ((NpgsqlConnection)context.Database.GetDbConnection()).UserName ?? Environment.UserName;

    private static bool IsAudited(EntityEntry entry)
    {
        var rules = AuditRules.Of(entry.Metadata);
        return rules.AuditsAll
            || (entry.State == EntityState.Modified && rules.Triggers.Any(property => IsChanged(entry, property)));
    }

    private static AuditEntry Describe(EntityEntry entry, string author, DateTimeOffset now)
    {
        var rules = AuditRules.Of(entry.Metadata);
        return entry.State switch
        {
            EntityState.Added => rules.Describe(
                entry.Entity, AuditAction.Insert, author, now, null,
                AuditedValues.Write(rules.Values.Where(property => After(property) is not null), After)),
            EntityState.Deleted => rules.Describe(
                entry.Entity, AuditAction.Delete, author, now,
                AuditedValues.Write(rules.Values.Where(property => Before(property) is not null), Before), null),
            _ => rules.Describe(
                entry.Entity, AuditAction.Update, author, now,
                AuditedValues.Write(Changed(), Before), AuditedValues.Write(Changed(), After)),
        };

        object? Before(IProperty property) => entry.Property(property).OriginalValue;
        object? After(IProperty property) => entry.Property(property).CurrentValue;
        IEnumerable<IProperty> Changed() => rules.Values.Where(property => IsChanged(entry, property));
    }

    // The row may still have the author of an earlier change.
    private static string? FindAuthor(EntityEntry entry) => AuditRules.Of(entry.Metadata).Authors
        .Where(property => entry.State == EntityState.Added || IsChanged(entry, property))
        .Select(property => (string?)entry.Property(property).CurrentValue)
        .FirstOrDefault(name => name is not null);

    private static bool IsChanged(EntityEntry entry, IProperty property) =>
        entry.Property(property) is { IsModified: true } changed
        && !property.GetValueComparer().Equals(changed.OriginalValue, changed.CurrentValue);
}
