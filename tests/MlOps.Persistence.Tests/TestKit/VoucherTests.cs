using Microsoft.EntityFrameworkCore;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.TestKit;

/// <summary>What a team writes to test a context of its own. docs/testing.md shows it.</summary>
// <tests>
public class VoucherTests(TestDatabase<ShopContext> database) : DatabaseTest<ShopContext>(database)
{
    [Fact]
    public async Task A_voucher_is_found_by_its_code()
    {
        await using var context = Database.CreateContext();
        context.Add(new Voucher("SPRING", Build.Noon));
        await context.SaveChangesAsync();
        Assert.Equal("SPRING", (await context.Vouchers.SingleAsync()).Code);
    }
}
// </tests>
