using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using MlOps.Domain;
using MlOps.Domain.Telemetry;

namespace MlOps.Persistence.Events;

/// <summary>What a context is about to save, told as learning events.</summary>
internal static class StateChange
{
    // Longer values are in their row; here they would be there twice.
    private const int MaxValueLength = 255;

    public static IReadOnlyList<LearningEvent> FindAll(MlOpsDbContext context, DateTimeOffset at) =>
        [.. context.ChangeTracker.Entries<Entity>().Where(IsStateChange).Select(entry => Describe(entry, at))];

    // What is itself a report of something would be reported twice.
    private static bool IsStateChange(EntityEntry<Entity> entry) =>
        entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted
        && entry.Entity is not (LearningEvent or SystemMetric or QueryLog or ResourceSample);

    private static LearningEvent Describe(EntityEntry<Entity> entry, DateTimeOffset at)
    {
        var kind = entry.Metadata.ClrType.Name;
        return LearningEvent.Record($"{kind}.{entry.State.ToString().ToLowerInvariant()}", at, new EventDetails
        {
            SubjectType = kind,
            SubjectId = entry.Entity.Id.ToString(),
            Payload = entry.State == EntityState.Modified ? Json.From(Changes(entry)) : null,
        });
    }

    private static Dictionary<string, object?[]> Changes(EntityEntry<Entity> entry) => entry.Properties
        .Where(property => property.IsModified && !Equals(property.OriginalValue, property.CurrentValue))
        .Where(property => property.Metadata is { IsConcurrencyToken: false } && !property.Metadata.IsShadowProperty())
        .ToDictionary(
            property => property.Metadata.Name,
            property => IsShort(property.OriginalValue) && IsShort(property.CurrentValue)
                ? [Show(property.OriginalValue), Show(property.CurrentValue)]
                : Array.Empty<object?>());

    private static bool IsShort(object? value) => value switch
    {
        null or bool or Guid or DateTimeOffset or TimeSpan or Enum => true,
        string text => text.Length <= MaxValueLength,
        _ => value.GetType().IsPrimitive,
    };

    private static object? Show(object? value) => value is Enum ? value.ToString() : value;
}
