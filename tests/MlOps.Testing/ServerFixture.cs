using MlOps.Persistence;
using Xunit;
using Xunit.v3;

namespace MlOps.Testing;

/// <summary>
/// Finds the server among the fixtures of the test assembly. xunit passes a fixture to a constructor only if the types are equal, and a
/// server can be of a derived class.
/// </summary>
internal static class ServerFixture
{
    /// <exception cref="InvalidOperationException">There is no such fixture, or more than one.</exception>
    public static async Task<TestServer<TContext>> FindAsync<TContext>()
        where TContext : MlOpsDbContext
    {
        var type = Choose<TContext>((TestContext.Current.TestAssembly as IXunitTestAssembly)?.AssemblyFixtureTypes ?? []);
        return await TestContext.Current.GetFixture(type) as TestServer<TContext> ?? throw new InvalidOperationException(
            $"A test database finds its server, {type.Name}, only if it is a fixture of a class. For another use, derive from " +
            $"TestDatabase<{typeof(TContext).Name}> with a public constructor that takes a {type.Name} and passes it to the base class.");
    }

    public static Type Choose<TContext>(IEnumerable<Type> assemblyFixtures)
        where TContext : MlOpsDbContext
    {
        var server = $"TestServer<{typeof(TContext).Name}>";
        var found = assemblyFixtures.Where(typeof(TestServer<TContext>).IsAssignableFrom).ToList();
        return found switch
        {
            [var only] => only,
            [] => throw new InvalidOperationException(
                $"The test assembly has no server for {typeof(TContext).Name}. Write [assembly: AssemblyFixture(typeof({server}))] in " +
                $"one of its files, with a class that derives from {server} if you have one."),
            _ => throw new InvalidOperationException(
                $"The test assembly has several servers for {typeof(TContext).Name}: " +
                $"{string.Join(", ", found.Select(type => type.Name))}. " +
                "Leave one of them as an AssemblyFixture."),
        };
    }
}
