using System.Reflection;
using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Experiments;
using MlOps.Domain.Registry;
using MlOps.Domain.Training;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.TestKit;

/// <summary>There is a builder for each entity, and what it builds without arguments is valid.</summary>
public class BuildTests : DatabaseTest
{
    // An experiment makes its variants itself.
    private static readonly Type[] Parts = [typeof(AbVariant)];

    private static readonly IReadOnlyList<MethodInfo> Builders =
    [
        .. typeof(Build).GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Where(method => method.ReturnType.IsAssignableTo(typeof(Entity))),
    ];

    private readonly Dictionary<Type, Entity> _built = [];

    // The version of a job. The other one is trained.
    private readonly ModelVersion _inTraining;

    public BuildTests(TestDatabase database)
        : base(database) => _inTraining = Build.ModelVersion((Model)Make(typeof(Model)), "2", isTrained: false);

    [Fact]
    public void Each_entity_of_the_model_has_a_builder_of_its_name()
    {
        using var context = Database.CreateContext();
        var entities = ListEntities(context).Except(Parts).Select(type => $"{type.Name} {type.Name}");
        Assert.Equal(entities.Order(), Builders.Select(method => $"{method.ReturnType.Name} {method.Name}").Order());
    }

    [Fact]
    public async Task An_application_stores_what_is_built_and_reads_it_back()
    {
        Entity[] built = [.. Builders.Select(builder => Make(builder.ReturnType)), _inTraining];
        await using (var context = Database.CreateContext())
        {
            context.AddRange(built);
            await context.SaveChangesAsync();
            Assert.Equal(
                ListEntities(context).Select(type => type.Name).Order(),
                context.ChangeTracker.Entries().Select(entry => entry.Metadata.ClrType.Name).Distinct().Order());
        }

        await using var other = Database.CreateReaderContext();
        foreach (var entity in built)
        {
            var key = other.Model.FindEntityType(entity.GetType())!.FindPrimaryKey()!.Properties;
            var read = await other.FindAsync(entity.GetType(), [.. key.Select(property => property.GetGetter().GetClrValue(entity))]);
            Assert.Empty(Fields.Differences(other, entity, read!));
        }
    }

    [Fact]
    public void What_is_built_without_a_time_is_of_noon()
    {
        foreach (var builder in Builders)
            Assert.Equal(Build.Noon, Make(builder.ReturnType).CreatedAt);
    }

    private static IEnumerable<Type> ListEntities(MlOpsDbContext context) => context.Model.GetEntityTypes()
        .Select(entityType => entityType.ClrType).Where(type => type.IsAssignableTo(typeof(Entity)) && !type.IsAbstract);

    // What it refers to is built before.
    private Entity Make(Type type)
    {
        if (_built.TryGetValue(type, out var entity))
            return entity;

        var builder = Builders.Single(method => method.ReturnType == type);
        var arguments = builder.GetParameters()
            .Select(parameter => parameter.HasDefaultValue ? parameter.DefaultValue
                : type == typeof(TrainingJob) ? _inTraining : Make(parameter.ParameterType)).ToArray();
        return _built[type] = (Entity)builder.Invoke(null, arguments)!;
    }
}
