using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Registry;
using MlOps.Persistence.Postgres.RowSecurity;
using MlOps.Persistence.Postgres.Slices;
using MlOps.Persistence.Postgres.Views;

namespace MlOps.Persistence.Tests.Postgres;

public class RuleTests
{
    private static readonly Dictionary<string, (Action<ModelBuilder> Model, string[] Message)> Faults = new()
    {
        ["an entity of ours without a policy"] = (
            model => model.Entity<StageTransition>(), ["StageTransition: ", "Call IsTenantOwned"]),
        ["a key without the tenant in front"] = (
            model => Shop.Customers(model).IsTenantOwned(customer => customer.TenantId).HasKey(customer => new { customer.Id, customer.TenantId }),
            ["Customer: its key (Id, TenantId) must begin with TenantId"]),
        ["another key without the tenant in front"] = (
            model => Shop.Customers(model).IsTenantOwned(customer => customer.TenantId).HasAlternateKey(customer => customer.Name),
            ["Customer: its key (Name) must begin with TenantId"]),
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
            model => Shop.Customers(WithOrders(model)).HasOne<Order>().WithMany().HasForeignKey(customer => new { customer.TenantId, customer.Id }),
            ["Customer: it refers to Order, which is sliced. Slice it with that by IsSlicedWith, or keep the id without a foreign key"]),
        ["a key from another aggregate"] = (
            model => Shop.Customers(WithOrders(model)).IsSlicedByTime(customer => customer.Id, SliceInterval.Month)
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
        ["storage parameters"] = (
            model => Shop.Orders(model).HasStorageParameter("fillfactor", 70),
            ["Order: a sliced table cannot have storage parameters (fillfactor)", "Remove them"]),
        ["an unlogged table"] = (
            model => Shop.Orders(model).IsUnlogged(), ["Order: a sliced table cannot be unlogged", "Remove IsUnlogged"]),
        ["an unlogged leaf"] = (
            model => Shop.ExpressOrders(WithOrders(model)).IsUnlogged(), ["ExpressOrder: a sliced table cannot be unlogged"]),
        ["a view of a property that is no column"] = (
            model => View(model, c => c[x => x.Name.Length]), ["View 'v_customers' reads Customer.", "which is no column of table customers", "Name a property"]),
        ["a view of a property that is not mapped"] = (
            model => View(model, c => c[x => x.Score]), ["View 'v_customers' reads Customer.Score, which is no column of table customers"]),
        ["a view of a view that is not there"] = (
            model => model.HasView("v_a", names => $"SELECT 1 FROM {names.View("v_b")}"),
            ["View 'v_a' reads view 'v_b', which the model does not have. Declare it with HasView"]),
        ["a view of an entity that is not there"] = (
            model => model.HasView("v_a", names => $"SELECT 1 FROM {names.Table<Customer>("c")}"),
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

    private static void View(ModelBuilder model, Func<ViewTable<Customer>, string> column)
    {
        Shop.Customers(model).Ignore(customer => customer.Score);
        model.HasView("v_customers", names => $"SELECT {column(names.Table<Customer>("c"))}");
    }
}
