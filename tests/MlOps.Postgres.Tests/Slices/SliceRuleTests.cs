using Microsoft.EntityFrameworkCore;
using MlOps.Postgres.Tests.Entities;

namespace MlOps.Postgres.Tests.Slices;

/// <summary>Models whose slices PostgreSQL would refuse.</summary>
public class SliceRuleTests
{
    private static readonly Dictionary<string, (Action<ModelBuilder> Model, string[] Message)> Faults = new()
    {
        ["parts of a sliced entity in a table of their own"] = (
            model => Shop.Invoices(model).IsSlicedByTime(invoice => invoice.Id, SliceInterval.Month)
                .OwnsMany(invoice => invoice.Items, item => item.ToTable("items")),
            ["InvoiceItem", "its table items holds parts of Invoice, which is sliced", "ToJson", "entity of its own by IsSlicedWith"]),
        ["a reference to another slice"] = (
            model => Shop.Lines(Shop.WithOrders(model)).HasOne<Order>().WithMany().HasForeignKey(line => new { line.TenantId, line.Id }),
            ["OrderLine: its foreign key (TenantId, Id) refers to Order without OrderId, so that it could refer to another slice"]),
        ["slices of a leaf alone"] = (
            model => Shop.ExpressOrders(Shop.WithPlainOrders(model)).IsSlicedByTime(order => order.Id, SliceInterval.Day),
            ["Order: slices, tenants and rights on partitions are those of a whole hierarchy, but ExpressOrder", "Declare them on Order"]),
        ["a key without the slice"] = (
            model => Shop.Lines(Shop.WithOrders(model)).HasKey(line => new { line.TenantId, line.Id }),
            ["OrderLine: it is sliced by OrderId, so its key (TenantId, Id) must hold OrderId"]),
        ["a unique index without the slice"] = (
            model => Shop.Orders(model).HasIndex(order => new { order.TenantId, order.Note }).IsUnique(),
            ["Order: a unique key or index of a sliced table must hold Id, but (TenantId, Note) does not"]),
        ["a unique index of a leaf without the slice"] = (
            model => Shop.ExpressOrders(Shop.WithOrders(model)).HasIndex(order => order.Courier).IsUnique(),
            ["Order: ExpressOrder: a unique key or index of a sliced table must hold Id, but (Courier) does not"]),
        ["the system column as token"] = (
            model => Shop.Orders(model).Property<uint>("xmin").IsRowVersion(),
            ["Order: a sliced table cannot have xmin", "Use a revision column"]),
        ["a key from outside"] = (
            model => Shop.Customers(Shop.WithOrders(model)).IsTenantOwned(customer => customer.TenantId).HasOne<Order>().WithMany()
                .HasForeignKey(customer => new { customer.TenantId, customer.Id }),
            ["Customer: it refers to Order, which is sliced. Slice it with that by IsSlicedWith, or keep the id without a foreign key"]),
        ["a key from another aggregate"] = (
            model => Shop.Customers(Shop.WithOrders(model)).IsTenantOwned(customer => customer.TenantId)
                .IsSlicedByTime(customer => customer.Id, SliceInterval.Month)
                .HasOne<Order>().WithMany().HasForeignKey(customer => new { customer.TenantId, customer.Id }),
            ["Customer: it refers to Order, which is sliced by another root. Slice it with that by IsSlicedWith"]),
        ["an id that is a text"] = (
            model => Shop.Orders(model).Property(order => order.Id).HasConversion<string>(),
            ["Order: it is sliced by Id, which is stored as char", "and so holds no time. Slice it by a Guid of version 7"]),
        ["an id that is a number"] = (
            model => Shop.Customers(model).IsSlicedByTime(nameof(Customer.Score), SliceInterval.Month),
            ["Customer: it is sliced by Score, which is stored as integer and so holds no time"]),
        ["random ids of the server"] = (
            model => Shop.Orders(model).Property(order => order.Id).HasDefaultValueSql("gen_random_uuid()"),
            ["Order: it is sliced by Id, but its default gen_random_uuid() makes ids that hold no time. Remove HasDefaultValueSql"]),
        ["a time that is not one"] = (
            model => Shop.Customers(model).IsSlicedByTime(nameof(Customer.Id), SliceInterval.Month, nameof(Customer.Name)),
            ["Customer: the time of its slices is Name, a column of type text. It must be a timestamp with time zone"]),
        ["a property that is not there"] = (
            model => Shop.Customers(model).IsSlicedByTime("Age", SliceInterval.Month),
            ["Customer is sliced by Age, which is not one of its properties"]),
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
            model => Shop.ExpressOrders(Shop.WithOrders(model)).IsUnlogged(), ["ExpressOrder: a sliced table cannot be unlogged"]),
    };

    public static TheoryData<string> Names => [.. Faults.Keys];

    [Theory, InlineData("uuidv7()"), InlineData("uuid_generate_v7()")]
    public void Ids_that_the_server_makes_of_the_time_are_allowed(string function)
    {
        using var context = new ShopContext(model => Shop.Orders(model).Property(order => order.Id).HasDefaultValueSql(function));
        Assert.NotNull(context.Model.FindEntityType(typeof(Order))!.FindSlice());
    }

    [Theory, MemberData(nameof(Names))]
    public void A_fault_is_refused_with_the_entity_and_the_remedy(string fault) =>
        ModelAssert.IsRefused(Faults[fault].Model, Faults[fault].Message);
}
