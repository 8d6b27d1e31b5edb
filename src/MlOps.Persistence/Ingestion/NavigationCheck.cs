using System.Collections;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using MlOps.Domain;

namespace MlOps.Persistence.Ingestion;

/// <summary>
/// COPY writes the entities that it is given, and does not follow their navigations as SaveChanges does. This refuses
/// entities of which something would be lost by that.
/// </summary>
internal sealed class NavigationCheck(DbContext context)
{
    private readonly Dictionary<Type, IReadOnlyList<INavigation>> _navigations = [];

    // A later part of a stream may bring them.
    private readonly Dictionary<Entity, string> _missing = new(ReferenceEqualityComparer.Instance);

    /// <summary>Examines rows that have a tenant already. An entity without a tenant has never been stored.</summary>
    /// <exception cref="ArgumentException">A navigation and its foreign key name different entities.</exception>
    public void Examine(IReadOnlyList<Entity> rows)
    {
        foreach (var row in rows)
        {
            foreach (var navigation in FindNavigations(row.GetType()))
            {
                foreach (var target in ReadTargets(navigation, row))
                {
                    RequireSameKey(row, navigation, target);
                    if (target.TenantId == Guid.Empty)
                        _missing.TryAdd(target, $"{Describe(row)} has {Describe(target)} in {navigation.Name}");
                }
            }
        }
    }

    /// <summary>Ends the examination.</summary>
    /// <exception cref="ArgumentException">An entity in a navigation is not among the rows, and not stored.</exception>
    public void RequireNothingMissing()
    {
        foreach (var (target, text) in _missing)
        {
            if (target.TenantId == Guid.Empty)
                throw new ArgumentException(
                    $"{text}, which is neither stored nor among the entities to store. Bulk writes do not follow navigations: " +
                    "add it to the entities, or save it with SaveChanges. Nothing is stored.");
        }
    }

    private static IEnumerable<Entity> ReadTargets(INavigation navigation, Entity row) =>
        navigation.GetGetter().GetClrValue(row) switch
        {
            null => [],
            Entity target => [target],
            var targets => ((IEnumerable)targets).Cast<Entity>(),
        };

    private static void RequireSameKey(Entity row, INavigation navigation, Entity target)
    {
        if (!navigation.IsOnDependent)
            return;

        var (properties, keys) = (navigation.ForeignKey.Properties, navigation.ForeignKey.PrincipalKey.Properties);
        for (var i = 0; i < properties.Count; i++)
        {
            // COPY reads a foreign key that is no property of the class from the navigation. The tenant may follow.
            if (properties[i].IsShadowProperty() || keys[i].IsShadowProperty()
                || (keys[i].Name == nameof(Entity.TenantId) && target.TenantId == Guid.Empty))
            {
                continue;
            }

            var (value, key) = (properties[i].GetGetter().GetClrValue(row), keys[i].GetGetter().GetClrValue(target));
            if (!Equals(value, key))
                throw new ArgumentException(
                    $"{Describe(row)} has {Describe(target)} in {navigation.Name}, but its {properties[i].Name} is " +
                    $"{value ?? "null"} and not {key}. Bulk writes store the property: " +
                    "set it, or save the entity with SaveChanges.");
        }
    }

    private static string Describe(Entity entity) => $"{entity.GetType().Name} {entity.Id}";

    private IReadOnlyList<INavigation> FindNavigations(Type type)
    {
        if (!_navigations.TryGetValue(type, out var navigations))
        {
            navigations =
            [
                .. (context.Model.FindEntityType(type)?.GetNavigations() ?? []).Where(navigation =>
                    !navigation.IsShadowProperty() && typeof(Entity).IsAssignableFrom(navigation.TargetEntityType.ClrType)),
            ];
            _navigations.Add(type, navigations);
        }

        return navigations;
    }
}
