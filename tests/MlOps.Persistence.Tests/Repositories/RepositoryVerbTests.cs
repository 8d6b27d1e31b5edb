using System.Reflection;
using Microsoft.EntityFrameworkCore;
using MlOps.Architecture.Tests.Code;
using MlOps.Domain;
using MlOps.Persistence.Ingestion;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Repositories;

/// <summary>
/// The first word of a method says what it does: Add tracks, Find, Get, List, Stream, Count, Compare and Verify read, and every
/// other method writes at once.
/// </summary>
[NeedsNoServer]
public class RepositoryVerbTests
{
    private static readonly string[] ReadingVerbs = ["Find", "Get", "List", "Stream", "Count", "Compare", "Verify"];

    private static readonly MethodInfo[] Methods =
    [
        .. typeof(MlOpsDbContext).Assembly.GetExportedTypes()
            .Where(type => type.Name.EndsWith("Repository", StringComparison.Ordinal))
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)),
    ];

    public static TheoryData<string> Added => Select(method => method.Name == "Add");

    public static TheoryData<string> Reading => Select(IsReading);

    public static TheoryData<string> Writing => Select(method => method.Name != "Add" && !IsReading(method));

    [Theory, MemberData(nameof(Added))]
    public void Add_tracks_one_entity_and_writes_nothing(string signature)
    {
        var method = Find(signature);
        Assert.Equal(typeof(void), method.ReturnType);
        Assert.True(Assert.Single(method.GetParameters()).ParameterType.IsAssignableTo(typeof(Entity)));
        Assert.True(IsTracking(method));
        Assert.False(IsWriting(method));
    }

    [Theory, MemberData(nameof(Reading))]
    public void A_read_neither_tracks_something_new_nor_writes(string signature)
    {
        var method = Find(signature);
        Assert.False(IsTracking(method));
        Assert.False(IsWriting(method));
    }

    [Theory, MemberData(nameof(Reading))]
    public void What_is_found_or_got_is_tracked_and_what_is_streamed_is_not(string signature)
    {
        var method = Find(signature);
        var isStream = method.ReturnType.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>);
        Assert.Equal(isStream, method.Name.StartsWith("Stream", StringComparison.Ordinal));
        var result = method.ReturnType.GenericTypeArguments[0];
        if (result.IsAssignableTo(typeof(Entity)))
            Assert.Equal(isStream, Reaches(
                method, called => called.Name == nameof(EntityFrameworkQueryableExtensions.AsNoTracking)));
    }

    [Theory, MemberData(nameof(Writing))]
    public void Every_other_method_writes_at_once(string signature)
    {
        var method = Find(signature);
        Assert.EndsWith("Async", method.Name, StringComparison.Ordinal);
        Assert.True(
            IsWriting(method),
            $"{signature} writes nothing. Begin its name with {string.Join(", ", ReadingVerbs)} or Add.");
    }

    [Fact]
    public void Entities_are_inserted_in_bulk_by_the_context_alone() =>
        Assert.DoesNotContain(Methods, method =>
            method.Name is nameof(BulkExtensions.BulkInsertAsync) or nameof(BulkExtensions.BulkUpsertAsync));

    private static bool IsReading(MethodInfo method) =>
        ReadingVerbs.Any(verb => method.Name.StartsWith(verb, StringComparison.Ordinal))
        && method.Name.EndsWith("Async", StringComparison.Ordinal);

    private static bool IsTracking(MethodInfo method) => Reaches(method, called =>
        called.DeclaringType is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(DbSet<>)
        && called.Name is nameof(DbSet<>.Add) or nameof(DbSet<>.AddRange) or nameof(DbSet<>.Remove));

    private static bool IsWriting(MethodInfo method) => Reaches(method, called =>
        called.Name is nameof(DbContext.SaveChangesAsync) or nameof(EntityFrameworkQueryableExtensions.ExecuteDeleteAsync)
            or nameof(EntityFrameworkQueryableExtensions.ExecuteUpdateAsync) or nameof(BulkExtensions.BulkInsertAsync)
            or nameof(BulkExtensions.BulkUpsertAsync)
        || called.DeclaringType == typeof(BulkLabel));

    private static bool Reaches(MethodInfo method, Func<MethodBase, bool> isWanted) =>
        CompiledCode.ListReachable(method, IsOfRepositories).OfType<MethodBase>().Any(isWanted);

    private static bool IsOfRepositories(MethodBase method) =>
        method.DeclaringType?.Namespace?.StartsWith("MlOps.Persistence.Repositories", StringComparison.Ordinal) == true;

    private static MethodInfo Find(string signature) => Methods.Single(method => Describe(method) == signature);

    private static TheoryData<string> Select(Func<MethodInfo, bool> isWanted) =>
        [.. Methods.Where(isWanted).Select(Describe)];

    private static string Describe(MethodInfo method) => $"{method.DeclaringType!.Name}: {method}";
}
