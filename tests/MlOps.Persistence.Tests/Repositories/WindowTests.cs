using System.Reflection;
using System.Reflection.Emit;
using Microsoft.EntityFrameworkCore.Metadata;
using MlOps.Architecture.Tests.Code;
using MlOps.Domain;
using MlOps.Persistence.Repositories;
using MlOps.Persistence.Tests.Mapping;
using MlOps.Postgres;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Repositories;

/// <summary>A window restricts ids where slices follow them, and the time alone elsewhere.</summary>
[NeedsNoServer]
public class WindowTests
{
    private static readonly MethodBase[] Methods =
    [
        .. typeof(MlOpsDbContext).Assembly.GetTypes()
            .Where(type => type.Namespace?.StartsWith("MlOps.Persistence.Repositories", StringComparison.Ordinal) == true)
            .Where(type => Outermost(type) != typeof(WindowExtensions))
            .SelectMany(CompiledCode.ListMethods),
    ];

    [Fact]
    public void Within_is_for_tables_that_are_sliced_by_their_own_id_and_During_for_all_others()
    {
        var model = TestModels.Create();
        var used = Methods.SelectMany(CompiledCode.ListReferences)
            .Select(reference => reference.Member).OfType<MethodInfo>()
            .Where(called => called.DeclaringType == typeof(WindowExtensions) && called.IsGenericMethod)
            .Select(called => (called.Name, Entity: Constrained(called.GetGenericArguments()[0])))
            .Distinct().ToList();

        Assert.Contains((nameof(WindowExtensions.Within), typeof(Domain.Predictions.Prediction)), used);
        Assert.Contains((nameof(WindowExtensions.During), typeof(Domain.Predictions.Feedback)), used);
        Assert.All(used, use => Assert.Equal(
            IsSlicedByItsId(model.FindEntityType(use.Entity)!)
                ? nameof(WindowExtensions.Within)
                : nameof(WindowExtensions.During),
            use.Name));
    }

    // An expression refers to a property by a token of its getter, where code calls the getter.
    [Fact]
    public void No_query_of_a_repository_compares_with_a_window_by_hand() =>
        Assert.All(Methods, method => Assert.DoesNotContain(
            CompiledCode.ListReferences(method),
            reference => reference.Code == OpCodes.Ldtoken && reference.Member.DeclaringType == typeof(TimeWindow)));

    private static bool IsSlicedByItsId(IReadOnlyEntityType entityType) =>
        entityType.FindSlicedBy() == nameof(Entity.Id);

    private static Type Constrained(Type type) => type.IsGenericParameter ? type.BaseType! : type;

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;
}
