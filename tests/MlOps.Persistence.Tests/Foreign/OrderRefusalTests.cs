using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.ValueGeneration;
using MlOps.Domain;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Tenancy;
using MlOps.Postgres;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Foreign;

/// <summary>What bulk writes of the order system refuse. Nothing of the batch is stored then.</summary>
public class OrderRefusalTests(TestServer server) : OrderSystemTest(server)
{
    [Theory, InlineData(null), InlineData(MlOpsRoles.App)]
    public async Task A_row_of_another_shop_is_refused_before_any_row_is_changed(string? role)
    {
        var (mine, foreign) = (new Customer { Name = "Ann" }, new Customer { ShopId = Second, Id = Guid.CreateVersion7(), Name = "Bob" });
        await using var context = CreateContext(First, role);
        foreach (var write in (Func<Customer[], Task>[])[rows => context.BulkInsertAsync(rows), rows => context.BulkUpsertAsync(rows)])
        {
            var error = await Assert.ThrowsAsync<IllegalTransitionException>(() => write([mine, foreign]));
            var expected = $"Customer {foreign.Id} belongs to tenant {Second} and cannot be given to tenant {First}";
            Assert.Contains(expected, error.Message, StringComparison.Ordinal);
            Assert.Equal((Guid.Empty, Guid.Empty), (mine.ShopId, mine.Id));
        }

        Assert.Equal(0, await CountAsync("\"Customers\""));
    }

    [Theory, InlineData(null), InlineData(MlOpsRoles.App)]
    public async Task A_row_that_a_trigger_refuses_takes_its_batch_with_it(string? role)
    {
        var data = ShopData.Create(March);
        data.Orders[0].AddLine("gift", new Money(0, "EUR"));
        await using var context = CreateContext(First, role);
        var error = await Assert.ThrowsAsync<DbUpdateException>(() => context.BulkInsertAsync(data.Rows));
        Assert.Contains("Line 2 has no price.", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, await CountAsync("\"Customers\"") + await CountAsync("\"Orders\"") + await CountAsync("\"OrderLines\""));
    }

    [Fact]
    public async Task An_order_is_refused_without_its_new_customer()
    {
        var order = new Order(new Customer { Name = "Ann" }, March, Guid.CreateVersion7(March));
        await using var context = CreateContext(First, role: null);
        var error = await Assert.ThrowsAsync<ArgumentException>(() => context.BulkInsertAsync([order]));
        Assert.Contains($"Order {order.Id} has Customer {Guid.Empty} in Customer", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, await CountAsync("\"Orders\""));
    }

    [Fact]
    public async Task A_foreign_key_that_contradicts_its_navigation_is_refused()
    {
        var customer = new Customer { Name = "Ann" };
        var order = new Order(customer, March, Guid.CreateVersion7(March));
        await using var context = CreateContext(First, role: null);
        var error = await Assert.ThrowsAsync<ArgumentException>(() => context.BulkInsertAsync(new object[] { customer, order }));
        Assert.Contains($"its CustomerId is {Guid.Empty} and not {customer.Id}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_context_without_UseMlOps_is_refused_by_its_name()
    {
        await using var context = new UnconfiguredContext(
            new DbContextOptionsBuilder<UnconfiguredContext>().UseNpgsql(DataSource).Options);
        foreach (var write in (Func<Customer[], Task>[])[rows => context.BulkInsertAsync(rows), rows => context.BulkUpsertAsync(rows)])
        {
            var error = await Assert.ThrowsAsync<InvalidOperationException>(() => write([]));
            const string Expected = "UnconfiguredContext has no tenant, because its options were made without UseMlOps";
            Assert.Contains(Expected, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_class_without_a_key_can_be_inserted_and_not_upserted()
    {
        await using var context = CreateContext(First, role: null);
        await context.BulkInsertAsync([new Visit("a")]);
        var error = await Assert.ThrowsAsync<NotSupportedException>(() => context.BulkUpsertAsync([new Visit("b")]));
        Assert.Contains("Visit has no key that the application sets", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, await CountAsync("\"Visits\""));
    }

    [Fact]
    public async Task A_key_that_a_generator_of_the_application_makes_is_to_be_set_before_a_bulk_write()
    {
        var builder = new DbContextOptionsBuilder<VoucherContext>();
        builder.UseMlOps(DataSource, First);
        await using var context = new VoucherContext(builder.Options);
        await context.GetService<IRelationalDatabaseCreator>().CreateTablesAsync();

        var error = await Assert.ThrowsAsync<NotSupportedException>(() => context.BulkInsertAsync([new Voucher()]));
        const string Expected = "Voucher.Code has no value, and bulk writes do not run the value generator";
        Assert.StartsWith(Expected, error.Message, StringComparison.Ordinal);

        await context.BulkInsertAsync([new Voucher { Code = "A1" }]);
        Assert.Equal(["A1"], await ColumnAsync("SELECT \"Code\" FROM \"Vouchers\""));
    }

    private sealed class VoucherContext(DbContextOptions options) : DbContext(options)
    {
        public DbSet<Voucher> Vouchers => Set<Voucher>();

        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<Voucher>(voucher =>
        {
            voucher.HasKey(v => new { v.ShopId, v.Code });
            voucher.Property(v => v.Code).ValueGeneratedOnAdd().HasValueGenerator<StringValueGenerator>();
            voucher.IsTenantOwned(v => v.ShopId);
        });
    }

    private sealed class Voucher
    {
        public Guid ShopId { get; set; }

        public string? Code { get; set; }
    }

    private sealed class UnconfiguredContext(DbContextOptions options) : DbContext(options)
    {
        public DbSet<Customer> Customers => Set<Customer>();

        protected override void OnModelCreating(ModelBuilder modelBuilder) =>
            modelBuilder.Entity<Customer>().Ignore(customer => customer.Orders);
    }
}
