using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Tenancy;
using MlOps.Postgres;
using Npgsql;

namespace MlOps.Persistence.Tests.Foreign;

/// <summary>
/// An order system that has nothing in common with MlOps: plain classes, EF's own names of tables and columns, and an ordinary
/// context. UseMlOps and the annotations of the model are all that it uses.
/// </summary>
internal sealed class OrderContext(DbContextOptions<OrderContext> options) : DbContext(options)
{
    public const string OrderTotals = "OrderTotals";
    public const string ProductTotals = "ProductTotals";
    public const string ShopProductTotals = "ShopProductTotals";

    public DbSet<Currency> Currencies => Set<Currency>();

    public DbSet<Customer> Customers => Set<Customer>();

    public DbSet<Order> Orders => Set<Order>();

    public DbSet<OrderLine> OrderLines => Set<OrderLine>();

    public DbSet<StockMovement> StockMovements => Set<StockMovement>();

    public static OrderContext Create(NpgsqlDataSource dataSource, Guid shop, TenantScope scope = TenantScope.Session)
    {
        var builder = new DbContextOptionsBuilder<OrderContext>();
        builder.UseMlOps(dataSource, shop, scope);
        return new OrderContext(builder.Options);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Currency>().HasKey(currency => currency.Code);
        modelBuilder.Entity<Visit>().ToTable("Visits").HasNoKey();
        modelBuilder.Entity<Customer>(customer =>
        {
            customer.HasKey(c => new { c.ShopId, c.Id });
            customer.Property(c => c.Id).ValueGeneratedOnAdd();
            customer.IsTenantOwned(c => c.ShopId);
        });
        modelBuilder.Entity<Order>(order =>
        {
            order.UseTptMappingStrategy().HasKey(o => new { o.ShopId, o.Id });
            order.Property(o => o.Id).ValueGeneratedOnAdd();
            order.Property(o => o.Number).UseIdentityAlwaysColumn();
            order.Property(o => o.ShippedAt).IsFilledOnce();
            order.Property(o => o.Revision).IsRevision();
            order.Property(o => o.UpdatedAt).HasColumnName("updated_at").HasDefaultValueSql("now()");
            order.HasUpdatedAtTrigger(o => o.UpdatedAt);
            order.HasOne(o => o.Customer).WithMany(c => c.Orders).HasForeignKey(o => new { o.ShopId, o.CustomerId });
            order.IsTenantOwned(o => o.ShopId);
            order.IsSlicedByTime(o => o.Id, SliceInterval.Month, o => o.PlacedAt);
        });
        modelBuilder.Entity<ExpressOrder>().ToTable("ExpressOrders");
        modelBuilder.Entity<OrderLine>(line =>
        {
            line.HasKey(l => new { l.ShopId, l.OrderId, l.Position });
            line.HasOne(l => l.Order).WithMany(o => o.Lines).HasForeignKey(l => new { l.ShopId, l.OrderId });
            line.ComplexProperty(l => l.Price);
            line.IsTenantOwned(l => l.ShopId);
            line.IsSlicedWith<OrderLine, Order>(l => l.OrderId);
            line.HasSqlTrigger("TR_RefuseGifts", "BEFORE INSERT OR UPDATE", "EXECUTE FUNCTION refuse_gifts()");
        });
        modelBuilder.HasSqlFunction(
            "refuse_gifts()",
            """
            RETURNS trigger LANGUAGE plpgsql AS $function$
            BEGIN
                IF NEW."Price_Amount" <= 0 THEN RAISE EXCEPTION 'Line % has no price.', NEW."Position"; END IF;
                RETURN NEW;
            END $function$
            """);
        modelBuilder.Entity<StockMovement>(movement =>
        {
            movement.Property<Guid>("ShopId");
            movement.HasKey("ShopId", nameof(StockMovement.Id));
            movement.IsTenantOwned("ShopId");
            movement.IsAppendOnly();
        });
        modelBuilder.Entity<Coupon>(coupon =>
        {
            coupon.HasKey(c => new { c.ShopId, c.Number });
            coupon.Property(c => c.Number).UseIdentityAlwaysColumn();
            coupon.IsTenantOwned(c => c.ShopId);
        });
        DeclareViews(modelBuilder);
    }

    private static void DeclareViews(ModelBuilder modelBuilder)
    {
        modelBuilder.HasSqlView(OrderTotals, names =>
        {
            var (o, l) = (names.Table<Order>("o"), names.Table<OrderLine>("l"));
            return $"""
                SELECT {o[x => x.ShopId]}, {o[x => x.Id]}, sum(l."Price_Amount") AS "Total"
                FROM {o} JOIN {l} ON {l[x => x.ShopId]} = {o[x => x.ShopId]} AND {l[x => x.OrderId]} = {o[x => x.Id]}
                GROUP BY {o[x => x.ShopId]}, {o[x => x.Id]}
                """;
        });
        modelBuilder.HasSqlMaterializedView(ProductTotals, ["ShopId", "Product"], names =>
        {
            var l = names.Table<OrderLine>("l");
            return $"""
                SELECT {l[x => x.ShopId]}, {l[x => x.Product]}, sum(l."Price_Amount") AS "Total"
                FROM {l} GROUP BY {l[x => x.ShopId]}, {l[x => x.Product]}
                """;
        });
        modelBuilder.HasSqlTenantView(ShopProductTotals, ProductTotals);
    }
}
