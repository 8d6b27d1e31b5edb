using System.Reflection;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore.Metadata;
using MlOps.Domain;
using MlOps.Domain.Experiments;
using MlOps.Domain.Features;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Mapping;

/// <summary>The rules that every navigation of the model follows.</summary>
[NeedsNoServer]
public class NavigationShapeTests
{
    private static readonly List<INavigation> Navigations =
        [.. TestModels.Create().GetEntityTypes().SelectMany(type => type.GetDeclaredNavigations())];

    [Fact]
    public void Every_relationship_has_a_navigation()
    {
        var relationships = TestModels.Create().GetEntityTypes().SelectMany(type => type.GetDeclaredForeignKeys())
            .Where(key => !key.IsBaseLinking()).ToList();
        Assert.Equal(48, relationships.Count);
        Assert.DoesNotContain(relationships, key => key is { DependentToPrincipal: null, PrincipalToDependent: null });
    }

    [Fact]
    public void An_application_reads_navigations_and_cannot_set_them() => Assert.All(Navigations, navigation =>
    {
        var property = navigation.PropertyInfo!;
        if (navigation.IsCollection)
        {
            Assert.Null(property.SetMethod);
            Assert.False(property.PropertyType.IsAssignableTo(typeof(ICollection<>).MakeGenericType(navigation.TargetEntityType.ClrType)));
        }
        else
        {
            Assert.True(property.SetMethod!.IsPrivate);
            Assert.Equal(NullabilityState.Nullable, new NullabilityInfoContext().Create(property).ReadState);
        }
    });

    [Fact]
    public void Only_the_variants_of_an_experiment_and_the_features_of_a_schema_are_part_of_it()
    {
        Assert.Equal(
            [$"{nameof(AbExperiment)}.{nameof(AbExperiment.Variants)}", $"{nameof(FeatureSchema)}.{nameof(FeatureSchema.Features)}"],
            Navigations.Where(navigation => navigation.PropertyInfo!.GetCustomAttribute<JsonIgnoreAttribute>() is null)
                .Select(navigation => $"{navigation.DeclaringType.DisplayName()}.{navigation.Name}"));
        Assert.Equal(
            [$"{nameof(AbExperiment)}.{nameof(AbExperiment.Variants)}", $"{nameof(FeatureSchema)}.{nameof(FeatureSchema.Features)}"],
            Navigations.Where(navigation => navigation.IsEagerLoaded)
                .Select(navigation => $"{navigation.DeclaringType.DisplayName()}.{navigation.Name}"));
    }

    [Fact]
    public void No_navigation_is_loaded_when_it_is_read() =>
        Assert.All(typeof(Entity).Assembly.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(Entity))), type =>
            Assert.DoesNotContain(type.GetProperties(), property => property.GetMethod!.IsVirtual));
}
