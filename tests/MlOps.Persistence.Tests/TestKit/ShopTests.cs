using Microsoft.EntityFrameworkCore;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.TestKit;

/// <summary>What a team writes to test a context of its own, on a server of its own.</summary>
public class ShopTests(TestDatabase<ShopContext> database) : DatabaseTest<ShopContext>(database)
{
    [Theory, InlineData(1), InlineData(2)]
    public async Task Each_test_has_an_empty_database_with_the_tables_of_the_teams_context(int discount)
    {
        await using var context = Database.CreateContext();
        Assert.Empty(await context.Vouchers.ToListAsync());
        context.AddRange(new Voucher($"minus {discount}", Sample.Noon), Build.Model());
        await context.SaveChangesAsync();
        Assert.Equal($"minus {discount}", (await context.Vouchers.SingleAsync()).Code);
        Assert.Equal("credit-risk", (await context.Models.SingleAsync()).Name);
    }

    [Fact]
    public void Contexts_are_as_the_teams_server_creates_them()
    {
        using var context = Database.CreateContext();
        Assert.Equal(QueryTrackingBehavior.NoTracking, context.ChangeTracker.QueryTrackingBehavior);
    }
}
