using System.Collections;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using MlOps.Persistence.Ingestion.Rows;

namespace MlOps.Persistence.Ingestion;

/// <summary>
/// Refuses entities of which a bulk write would lose something: it writes the entities that it is given, and does not follow
/// their navigations as SaveChanges does.
/// </summary>
internal sealed class NavigationCheck(DbContext context)
{
    private readonly Dictionary<Type, IReadOnlyList<INavigation>> _navigations = [];

    // They may be among later rows of the stream.
    private readonly Dictionary<object, (RowRules Rules, string Text)> _missing = new(ReferenceEqualityComparer.Instance);

    /// <summary>Examines rows that are ready to be stored. What their navigations lead to may be among later rows.</summary>
    /// <exception cref="ArgumentException">A navigation and its foreign key name different entities.</exception>
    public void Examine(IReadOnlyList<object> rows)
    {
        foreach (var row in rows)
        {
            foreach (var navigation in FindNavigations(row.GetType()))
            {
                foreach (var target in ReadTargets(navigation, row))
                {
                    var rules = FindRules(navigation, target);
                    RequireSameKey(row, navigation, target, rules);
                    if (rules.IsNew(target))
                        _missing.TryAdd(target, (rules, $"{Describe(row)} has {rules.Describe(target)} in {navigation.Name}"));
                }
            }
        }

        foreach (var row in rows)
            _missing.Remove(row);
    }

    /// <summary>Ends the examination.</summary>
    /// <exception cref="ArgumentException">An entity in a navigation is not among the rows, and not stored.</exception>
    public void RequireNothingMissing()
    {
        foreach (var (target, (rules, text)) in _missing)
        {
            // What was stored meanwhile is not new any more.
            if (rules.IsNew(target))
                throw new ArgumentException(
                    $"{text}, which is neither stored nor among the entities to store. Bulk writes do not follow navigations: " +
                    "add it to the entities, or save it with SaveChanges. Nothing is stored.");
        }
    }

    private static IEnumerable<object> ReadTargets(INavigation navigation, object row) =>
        navigation.GetGetter().GetClrValue(row) switch
        {
            null => [],
            var targets when navigation.IsCollection => ((IEnumerable)targets).Cast<object>(),
            var target => [target],
        };

    private void RequireSameKey(object row, INavigation navigation, object target, RowRules rules)
    {
        if (!navigation.IsOnDependent)
            return;

        var (properties, keys) = (navigation.ForeignKey.Properties, navigation.ForeignKey.PrincipalKey.Properties);
        for (var i = 0; i < properties.Count; i++)
        {
            // COPY reads a foreign key that is no property of the class from the navigation. The tenant may follow.
            if (properties[i].IsShadowProperty() || keys[i].IsShadowProperty()
                || (keys[i] == rules.Tenant && rules.IsNew(target)))
            {
                continue;
            }

            var (value, key) = (properties[i].GetGetter().GetClrValue(row), keys[i].GetGetter().GetClrValue(target));
            if (!Equals(value, key))
                throw new ArgumentException(
                    $"{Describe(row)} has {rules.Describe(target)} in {navigation.Name}, but its {properties[i].Name} is " +
                    $"{value ?? "null"} and not {key}. Bulk writes store the property: " +
                    "set it, or save the entity with SaveChanges.");
        }
    }

    private string Describe(object row) => RowRules.For(context, row.GetType()).Describe(row);

    // A navigation may lead to an object that stands in for an entity, of a class that the model does not have.
    private RowRules FindRules(INavigation navigation, object target) =>
        RowRules.Find(context, target.GetType()) ?? RowRules.For(navigation.TargetEntityType);

    private IReadOnlyList<INavigation> FindNavigations(Type type)
    {
        if (!_navigations.TryGetValue(type, out var navigations))
        {
            navigations =
            [
                .. (context.Model.FindEntityType(type)?.GetNavigations() ?? []).Where(navigation =>
                    !navigation.IsShadowProperty() && !navigation.TargetEntityType.IsOwned()),
            ];
            _navigations.Add(type, navigations);
        }

        return navigations;
    }
}
