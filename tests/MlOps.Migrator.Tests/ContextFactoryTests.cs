using Microsoft.EntityFrameworkCore;
using MlOps.Persistence;
using MlOps.Testing;

namespace MlOps.Migrator.Tests;

[NeedsNoServer]
public class ContextFactoryTests
{
    [Fact]
    public void A_context_is_made_by_the_constructor_that_takes_its_options()
    {
        using var context = ContextFactory.For<PlainContext>().CreateWithoutServer();
        Assert.IsType<PlainContext>(context);
    }

    [Fact]
    public void A_context_without_such_a_constructor_is_refused_with_what_to_add()
    {
        var error = Assert.Throws<MlOpsException>(ContextFactory.For<NamedContext>);
        Assert.Equal(MlOpsError.Configuration, error.Error);
        Assert.Contains("NamedContext(DbContextOptions<NamedContext> options)", error.Message, StringComparison.Ordinal);
        Assert.Throws<MlOpsException>(ContextFactory.For<AbstractContext>);
    }

    private sealed class PlainContext(DbContextOptions<PlainContext> options) : MlOpsDbContext(options);

    private sealed class NamedContext(DbContextOptions<NamedContext> options, string name) : MlOpsDbContext(options)
    {
        public override string ToString() => name;
    }

    private abstract class AbstractContext(DbContextOptions<AbstractContext> options) : MlOpsDbContext(options);
}
