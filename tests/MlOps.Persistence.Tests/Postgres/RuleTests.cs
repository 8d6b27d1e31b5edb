using Microsoft.EntityFrameworkCore;
using MlOps.Postgres;
using MlOps.Postgres.RowSecurity;
using MlOps.Postgres.Slices;
using MlOps.Postgres.Triggers;
using MlOps.Postgres.Views;

namespace MlOps.Persistence.Tests.Postgres;

public class RuleTests
{
    private static readonly Dictionary<string, (Action<ModelBuilder> Model, string[] Message)> Faults = new()
    {
        ["a table between two tenants' entities"] = (
            model =>
            {
                Shop.Customers(model).IsTenantOwned(customer => customer.TenantId);
                Shop.Invoices(model).HasMany(invoice => invoice.Payers).WithMany();
            },
            ["CustomerInvoice", "whose rows belong to tenants, but has no row-level security", "entity of its own"]),
        ["parts of a tenant's entity under a key without the tenant in front"] = (
            model => Shop.Invoices(model).OwnsMany(invoice => invoice.Items, item => item.HasKey("Id")),
            ["InvoiceItem", "its key (Id) must begin with InvoiceTenantId"]),
        ["parts of a sliced entity in a table of their own"] = (
            model => Shop.Invoices(model).IsSlicedByTime(invoice => invoice.Id, SliceInterval.Month).OwnsMany(invoice => invoice.Items, item => item.ToTable("items")),
            ["InvoiceItem", "its table items holds parts of Invoice, which is sliced", "ToJson", "entity of its own by IsSlicedWith"]),
        ["an entity without a policy that refers to a tenant's one"] = (
            model =>
            {
                Shop.Invoices(model);
                Shop.Customers(model).HasOne<Invoice>().WithMany().HasForeignKey(customer => new { customer.TenantId, customer.Id });
            },
            ["Customer: it refers to Invoice, whose rows belong to tenants, by (TenantId, Id), but has no row-level security", "Call IsTenantOwned"]),
        ["a leaf without a policy that refers to a tenant's entity"] = (
            model =>
            {
                Shop.Invoices(model);
                Shop.ExpressOrders(WithPlainOrders(model)).HasOne<Invoice>().WithMany().HasForeignKey(order => new { order.TenantId, order.Id });
            },
            ["Order: ExpressOrder: it refers to Invoice, whose rows belong to tenants"]),
        ["a tenant's entity in two tables"] = (
            model => Shop.Customers(model).IsTenantOwned(customer => customer.TenantId).SplitToTable("more", more => more.Property(customer => customer.Name)),
            ["Customer: it is split over the tables customers, more, but has row-level security in the first alone"]),
        ["a tenant's entities without a common table and a key without the tenant"] = (
            model =>
            {
                Shop.ExpressOrders(model);
                model.Entity<Order>().ToTable((string?)null).UseTpcMappingStrategy().IsTenantOwned(order => order.TenantId).HasKey(order => order.Id);
            },
            ["Order: its key (Id) must begin with TenantId"]),
        ["a reference to another slice"] = (
            model => Shop.Lines(WithOrders(model)).HasOne<Order>().WithMany().HasForeignKey(line => new { line.TenantId, line.Id }),
            ["OrderLine: its foreign key (TenantId, Id) refers to Order without OrderId, so that it could refer to another slice"]),
        ["a key without the tenant in front"] = (
            model => Shop.Customers(model).IsTenantOwned(customer => customer.TenantId).HasKey(customer => new { customer.Id, customer.TenantId }),
            ["Customer: its key (Id, TenantId) must begin with TenantId"]),
        ["another key without the tenant in front"] = (
            model => Shop.Customers(model).IsTenantOwned(customer => customer.TenantId).HasAlternateKey(customer => customer.Name),
            ["Customer: its key (Name) must begin with TenantId"]),
        ["a key to a tenant's entity that EF makes without the tenant"] = (
            model =>
            {
                Shop.Invoices(model);
                Shop.Customers(model).IsTenantOwned(customer => customer.TenantId).HasOne<Invoice>().WithMany();
            },
            ["Customer: its foreign key (InvoiceTenantId, InvoiceId) refers to Invoice without TenantId", "HasForeignKey, TenantId first"]),
        ["a unique index without the tenant"] = (
            model => Shop.Customers(model).IsTenantOwned(customer => customer.TenantId).HasIndex(customer => customer.Name).IsUnique(),
            ["Customer: its unique index (Name) lacks TenantId", "Add TenantId to it"]),
        ["rights on partitions for a role of tenants"] = (
            model => Shop.Orders(model.HasSqlRole("shop_reader")).GrantPartitionsTo("shop_reader", TableRights.Select),
            ["Order: its partitions carry no policy, so shop_reader would reach the rows of all tenants", "GrantTo", "RoleScope.AllTenants"]),
        ["rights on partitions for a role that is not declared"] = (
            model => Shop.Orders(model).GrantPartitionsTo("somebody", TableRights.Select), ["Order: its partitions carry no policy, so somebody"]),
        ["slices of a leaf alone"] = (
            model => Shop.ExpressOrders(WithPlainOrders(model)).IsSlicedByTime(order => order.Id, SliceInterval.Day),
            ["Order: slices, tenants and rights on partitions are those of a whole hierarchy, but ExpressOrder", "Declare them on Order"]),
        ["a leaf that alone belongs to a tenant"] = (
            model => Shop.ExpressOrders(WithPlainOrders(model)).IsTenantOwned(order => order.TenantId),
            ["but ExpressOrder declares some of its own"]),
        ["rights on a leaf's partitions alone"] = (
            model => Shop.ExpressOrders(WithOrders(model)).GrantPartitionsTo("shop_service", TableRights.Select),
            ["but ExpressOrder declares some of its own"]),
        ["a time of change in another column"] = (
            model => Shop.Customers(model).HasUpdatedAtTrigger(customer => customer.UpdatedAt).Property(customer => customer.UpdatedAt).HasColumnName("changed"),
            ["Customer: its trigger writes the time of a change to the column updated_at, which its table does not have", "HasColumnName(\"updated_at\")"]),
        ["a key without the slice"] = (
            model => Shop.Lines(WithOrders(model)).HasKey(line => new { line.TenantId, line.Id }),
            ["OrderLine: it is sliced by OrderId, so its key (TenantId, Id) must hold OrderId"]),
        ["a unique index without the slice"] = (
            model => Shop.Orders(model).HasIndex(order => new { order.TenantId, order.Note }).IsUnique(),
            ["Order: a unique key or index of a sliced table must hold Id, but (TenantId, Note) does not"]),
        ["a unique index of a leaf without the slice"] = (
            model => Shop.ExpressOrders(WithOrders(model)).HasIndex(order => order.Courier).IsUnique(),
            ["Order: ExpressOrder: a unique key or index of a sliced table must hold Id, but (Courier) does not"]),
        ["the system column as token"] = (
            model => Shop.Orders(model).Property<uint>("xmin").IsRowVersion(),
            ["Order: a sliced table cannot have xmin", "Use a revision column"]),
        ["a key from outside"] = (
            model => Shop.Customers(WithOrders(model)).IsTenantOwned(customer => customer.TenantId).HasOne<Order>().WithMany().HasForeignKey(customer => new { customer.TenantId, customer.Id }),
            ["Customer: it refers to Order, which is sliced. Slice it with that by IsSlicedWith, or keep the id without a foreign key"]),
        ["a key from another aggregate"] = (
            model => Shop.Customers(WithOrders(model)).IsTenantOwned(customer => customer.TenantId).IsSlicedByTime(customer => customer.Id, SliceInterval.Month)
                .HasOne<Order>().WithMany().HasForeignKey(customer => new { customer.TenantId, customer.Id }),
            ["Customer: it refers to Order, which is sliced by another root. Slice it with that by IsSlicedWith"]),
        ["a root that is not sliced"] = (
            model =>
            {
                Shop.Customers(model);
                model.Entity<OrderLine>().IsSlicedWith<OrderLine, Customer>(line => line.OrderId);
            },
            ["OrderLine is sliced with Customer, which is not sliced. Call IsSlicedByTime on it"]),
        ["a root that is not there"] = (
            model => model.Entity<OrderLine>().IsSlicedWith<OrderLine, Customer>(line => line.OrderId),
            ["OrderLine is sliced with ", "Customer, which the model does not have"]),
        ["slices without a table of the whole"] = (
            model =>
            {
                Shop.ExpressOrders(model);
                Shop.Orders(model).ToTable((string?)null).UseTpcMappingStrategy();
            },
            ["Order: a sliced entity needs a table", "do not use the strategy TPC"]),
        ["a CHECK with the name of that of the bounds"] = (
            model => Shop.Orders(model).ToTable(table => table.HasCheckConstraint("slice", "true")),
            ["Order: the CHECK 'slice' has the name of the one that holds the bounds of each slice. Give it another"]),
        ["an unlogged table"] = (
            model => Shop.Orders(model).IsUnlogged(), ["Order: a sliced table cannot be unlogged", "Remove IsUnlogged"]),
        ["an unlogged leaf"] = (
            model => Shop.ExpressOrders(WithOrders(model)).IsUnlogged(), ["ExpressOrder: a sliced table cannot be unlogged"]),
        ["a view of a property that is no column"] = (
            model => View(model, c => c[x => x.Name.Length]), ["View 'v_customers' reads Customer.", "which is no column of table customers", "Name a property"]),
        ["a view of a property that is not mapped"] = (
            model => View(model, c => c[x => x.Score]), ["View 'v_customers' reads Customer.Score, which is no column of table customers"]),
        ["a view of a view that is not there"] = (
            model => model.HasSqlView("v_a", names => $"SELECT 1 FROM {names.View("v_b")}"),
            ["View 'v_a' reads view 'v_b', which the model does not have. Declare it with HasSqlView"]),
        ["views that read each other in a circle"] = (
            model => model
                .HasSqlView("v_first", names => $"SELECT 1 FROM {names.View("v_a")}")
                .HasSqlView("v_a", names => $"SELECT 1 FROM {names.View("v_b")}")
                .HasSqlMaterializedView("v_b", ["a"], names => $"SELECT 1 AS a FROM {names.View("v_c")}")
                .HasSqlView("v_c", names => $"SELECT 1 FROM {names.View("v_a")}"),
            ["The views v_a -> v_b -> v_c -> v_a read each other in a circle. Let one of them read tables instead."]),
        ["a view that reads itself"] = (
            model => model.HasSqlView("v_a", names => $"SELECT 1 FROM {names.View("v_a")}"), ["The views v_a -> v_a read each other"]),
        ["a role with a name that is cut"] = (
            model => model.HasSqlRole(new string('r', 64)), ["The role 'rrr", "has 64 bytes", "after 63", "Shorten it"]),
        ["a name whose bytes are more than its letters"] = (
            model => model.HasSqlRole(new string('ä', 32)), ["The role 'äää", "has 64 bytes"]),
        ["a view with a name that is cut"] = (
            model => model.HasSqlView($"reports.{new string('v', 64)}", _ => "SELECT 1"), ["The view 'vvv", "has 64 bytes"]),
        ["a materialized view whose index has a name that is cut"] = (
            model => model.HasSqlMaterializedView(new string('m', 61), ["a"], _ => "SELECT 1 AS a"),
            ["The unique index of a materialized view 'ux_mmm", "has 64 bytes"]),
        ["a function with a name that is cut"] = (
            model => model.HasSqlFunction($"{new string('f', 64)}()", "RETURNS int LANGUAGE sql AS 'SELECT 1'"), ["The function 'fff", "has 64 bytes"]),
        ["a function without arguments"] = (
            model => model.HasSqlFunction("f", "RETURNS int LANGUAGE sql AS 'SELECT 1'"), ["The function 'f' is not declared by a name and arguments", "f(a integer)"]),
        ["a function with a name that is two words"] = (
            model => model.HasSqlFunction("my f()", "RETURNS int LANGUAGE sql AS 'SELECT 1'"), ["The function 'my f()' is not declared by a name"]),
        ["a trigger with a name that is cut"] = (
            model => Shop.Customers(model).HasSqlTrigger(new string('t', 64), "BEFORE UPDATE", "EXECUTE FUNCTION f()"), ["The trigger 'ttt", "has 64 bytes"]),
        ["a sliced table whose partitions have names that are cut"] = (
            model => Shop.Orders(model).ToTable(new string('o', 56)), ["The partition 'ooo", "_1970_01' has 64 bytes"]),
        ["a table sliced by days whose partitions have names that are cut"] = (
            model => Shop.Orders(model, SliceInterval.Day).ToTable(new string('o', 53)), ["The partition 'ooo", "_1970_01_01' has 64 bytes"]),
        ["a table with a name that is cut"] = (
            model => Shop.Customers(model).ToTable(new string('t', 64)), ["The table 'ttt", "has 64 bytes"]),
        ["a column with a name that is cut"] = (
            model => Shop.Customers(model).Property(customer => customer.Name).HasColumnName(new string('c', 64)), ["The column 'ccc", "has 64 bytes"]),
        ["an index with a name that is cut"] = (
            model => Shop.Customers(model).HasIndex(customer => customer.Name, new string('i', 64)), ["The index or constraint 'iii", "has 64 bytes"]),
        ["a key with a name that is cut"] = (
            model => Shop.Customers(model).ToTable(new string('ä', 31)), ["The index or constraint 'pk_äää", "has 65 bytes"]),
        ["a CHECK with a name that is cut"] = (
            model => Shop.Customers(model).ToTable(table => table.HasCheckConstraint(new string('ß', 32), "true")), ["The index or constraint 'ßßß", "has 64 bytes"]),
        ["a tenant that is no property"] = (
            model => Shop.Customers(model).HasAnnotation("MlOps:TenantProperty", "Missing"),
            ["Customer", "Missing"]),
        ["two owners"] = (
            model => model.HasSqlRole("a", RoleScope.Owner).HasSqlRole("b", RoleScope.Owner), ["The roles a and b are both declared as owners"]),
        ["a materialized view of tenants' rows without an owner"] = (
            model => TenantCounts.Customers(model),
            ["View 'm_customers' is materialized and reads customers, whose rows belong to tenants", "RoleScope.Owner"]),
        ["a materialized view of tenants' rows for a tenant's role"] = (
            model => TenantCounts.Customers(model.HasSqlRole("o", RoleScope.Owner).HasSqlRole("all", RoleScope.AllTenants).HasSqlRole("r"), "all", "o", "r"),
            ["View 'm_customers' is materialized and reads customers", "r must not read it", "HasSqlTenantView", "declare r with RoleScope.AllTenants"]),
        ["a materialized view of a view of tenants' rows for a role that nobody declared"] = (
            model => TenantCounts.Customers(model.HasSqlRole("o", RoleScope.Owner))
                .HasSqlView("v_between", names => $"SELECT * FROM {names.View("m_customers")}")
                .HasSqlMaterializedView("m_second", ["tenant_id"], names => $"SELECT tenant_id FROM {names.View("v_between")}", "nobody"),
            ["View 'm_second' is materialized and reads customers", "nobody must not read it"]),
        ["a materialized view of one tenant's part"] = (
            model => TenantCounts.Customers(model.HasSqlRole("o", RoleScope.Owner)).HasSqlTenantView("v_part", "m_customers")
                .HasSqlMaterializedView("m_second", ["tenant_id"], names => $"SELECT tenant_id FROM {names.View("v_part")}"),
            ["View 'm_second' is materialized and reads 'v_part', which shows one tenant's rows", "Let it read 'm_customers'"]),
        ["a tenant's part of a materialized view that does not tell the tenant"] = (
            model => TenantCounts.Customers(model.HasSqlRole("o", RoleScope.Owner))
                .HasSqlMaterializedView("m_counts", ["customers"], names => $"SELECT customers FROM {names.View("m_customers")}")
                .HasSqlTenantView("v_counts", "m_counts"),
            ["View 'v_counts' shows each tenant its part of 'm_counts', whose unique key (customers) must begin with tenant_id"]),
        ["a tenant's part of what belongs to no tenant"] = (
            model => model.HasSqlMaterializedView("m_a", ["a"], _ => "SELECT 1 AS a").HasSqlTenantView("v_a", "m_a"),
            ["View 'v_a' shows each tenant its part of 'm_a', which reads no table of a tenant. Let its readers read 'm_a' itself"]),
        ["a tenant's part of a plain view"] = (
            model => model.HasSqlView("v_a", _ => "SELECT 1 AS a").HasSqlTenantView("v_b", "v_a"),
            ["View 'v_b' shows each tenant its part of 'v_a', which is not materialized"]),
        ["a view of an entity that is not there"] = (
            model => model.HasSqlView("v_a", names => $"SELECT 1 FROM {names.Table<Customer>("c")}"),
            ["View 'v_a' reads Customer, which the model does not have. Add the entity"]),
    };

    public static TheoryData<string> Names => [.. Faults.Keys];

    [Theory, MemberData(nameof(Names))]
    public void A_fault_is_refused_with_the_entity_and_the_remedy(string fault)
    {
        using var context = new SmallContext(Faults[fault].Model);
        var error = Assert.Throws<InvalidOperationException>(() => context.Model);
        Assert.All(Faults[fault].Message, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
    }

    private static ModelBuilder WithOrders(ModelBuilder model)
    {
        Shop.Orders(model);
        return model;
    }

    private static ModelBuilder WithPlainOrders(ModelBuilder model)
    {
        model.Entity<Order>().ToTable("orders").UseTptMappingStrategy().HasKey(order => new { order.TenantId, order.Id });
        return model;
    }

    private static void View(ModelBuilder model, Func<SqlTable<Customer>, string> column)
    {
        Shop.Customers(model).Ignore(customer => customer.Score);
        model.HasSqlView("v_customers", names => $"SELECT {column(names.Table<Customer>("c"))}");
    }
}
