using Microsoft.EntityFrameworkCore;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.TestKit;

/// <summary>How a test database finds its server, and a server creates its contexts.</summary>
[NeedsNoServer]
public class ServerFixtureTests
{
    [Fact]
    public void A_server_is_found_by_its_context_whether_its_class_is_derived_or_not()
    {
        Assert.Equal(typeof(ShopServer), ServerFixture.Choose<ShopContext>([typeof(TestServer), typeof(ShopServer)]));
        Assert.Equal(typeof(TestServer), ServerFixture.Choose<MlOpsDbContext>([typeof(TestServer), typeof(ShopServer)]));
        Assert.Equal(typeof(TestServer<ShopContext>), ServerFixture.Choose<ShopContext>([typeof(TestServer<ShopContext>)]));
    }

    [Fact]
    public void Without_a_server_the_error_shows_what_to_write()
    {
        var error = Assert.Throws<InvalidOperationException>(() => ServerFixture.Choose<ShopContext>([typeof(TestServer)]));
        Assert.Contains("[assembly: AssemblyFixture(typeof(TestServer<ShopContext>))]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_servers_for_one_context_are_named()
    {
        var error = Assert.Throws<InvalidOperationException>(
            () => ServerFixture.Choose<ShopContext>([typeof(TestServer<ShopContext>), typeof(ShopServer)]));
        Assert.Contains("ShopServer", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_xunit_did_not_initialize_says_so()
    {
        await using var database = new TestDatabase<ShopContext>();
        var error = Assert.Throws<InvalidOperationException>(() => database.CreateContext());
        Assert.Contains("call it", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_context_that_the_server_cannot_create_is_refused_with_what_to_add()
    {
        var error = Assert.Throws<InvalidOperationException>(() => ContextConstructor<NamedContext>.Invoke(new()));
        Assert.Contains("NamedContext(DbContextOptions<NamedContext> options)", error.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => ContextConstructor<AbstractContext>.Invoke(new()));
    }

    private sealed class NamedContext(DbContextOptions<NamedContext> options, string name) : MlOpsDbContext(options)
    {
        public override string ToString() => name;
    }

    private abstract class AbstractContext(DbContextOptions<AbstractContext> options) : MlOpsDbContext(options);
}
