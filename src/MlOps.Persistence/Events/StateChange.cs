using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using MlOps.Domain;
using MlOps.Domain.Telemetry;
using MlOps.Persistence.Conventions;
using MlOps.Persistence.Tenancy;
using MlOps.Postgres;

namespace MlOps.Persistence.Events;

/// <summary>Describes as learning events what a context is about to save.</summary>
internal static class StateChange
{
    // Longer values are in their row, and an event does not repeat them. JSON cannot hold NaN and infinity.
    private const int MaxValueLength = 255;

    public static IReadOnlyList<LearningEvent> FindAll(MlOpsDbContext context, DateTimeOffset at) =>
        [.. context.ChangeTracker.Entries().Where(IsStateChange).Select(entry => Describe(entry, at))];

    // Any class counts if its rows belong to tenants: entities of MlOps, and plain classes of an application.
    private static bool IsStateChange(EntityEntry entry) =>
        entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted
        && entry.Metadata is { IsPropertyBag: false } entityType && !entityType.IsOwned()
        && entityType.FindTenantProperty() is not null && !entityType.IsNotRecorded();

    private static LearningEvent Describe(EntityEntry entry, DateTimeOffset at)
    {
        var kind = entry.Metadata.ClrType.Name;
        return LearningEvent.Record($"{kind}.{entry.State.ToString().ToLowerInvariant()}", at, new EventDetails
        {
            SubjectType = kind,
            SubjectId = DescribeSubject(entry),
            Payload = entry.State == EntityState.Modified ? Json.From(ListChanges(entry)) : null,
        });
    }

    private static string? DescribeSubject(EntityEntry entry)
    {
        // The database counts such keys, and has not done so yet.
        if (entry.Properties.Any(property => property.IsTemporary && property.Metadata.IsPrimaryKey()))
            return null;

        var id = ForeignRow.DescribeId(entry.Metadata, entry.Entity);
        return id.Length > LearningEvent.MaxNameLength ? id[..LearningEvent.MaxNameLength] : id;
    }

    private static Dictionary<string, object?[]> ListChanges(EntityEntry entry) => entry.Properties
        .Where(property => property.IsModified && !Equals(property.OriginalValue, property.CurrentValue))
        .Where(property => property.Metadata is { IsConcurrencyToken: false } && !property.Metadata.IsShadowProperty())
        .ToDictionary(
            property => property.Metadata.Name,
            property => IsShort(property.OriginalValue) && IsShort(property.CurrentValue)
                ? [Show(property.OriginalValue), Show(property.CurrentValue)]
                : Array.Empty<object?>());

    private static bool IsShort(object? value) => value switch
    {
        null or bool or Guid or DateTimeOffset or DateTime or DateOnly or TimeOnly or TimeSpan or Enum or decimal => true,
        double number => double.IsFinite(number),
        float number => float.IsFinite(number),
        string text => text.Length <= MaxValueLength,
        _ => value.GetType().IsPrimitive,
    };

    private static object? Show(object? value) => value is Enum ? value.ToString() : value;
}
