using Microsoft.EntityFrameworkCore;
using MlOps.Postgres.Tests.Entities;

namespace MlOps.Postgres.Tests.RowSecurity;

/// <summary>Models that would let one tenant reach rows of another, or learn of them.</summary>
public class TenantRuleTests
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
        ["an entity without a policy that refers to a tenant's one"] = (
            model =>
            {
                Shop.Invoices(model);
                Shop.Customers(model).HasOne<Invoice>().WithMany().HasForeignKey(customer => new { customer.TenantId, customer.Id });
            },
            ["Customer: it refers to Invoice, whose rows belong to tenants, by (TenantId, Id), but has no row-level security",
                "Call IsTenantOwned"]),
        ["a leaf without a policy that refers to a tenant's entity"] = (
            model =>
            {
                Shop.Invoices(model);
                Shop.ExpressOrders(Shop.WithPlainOrders(model)).HasOne<Invoice>().WithMany()
                    .HasForeignKey(order => new { order.TenantId, order.Id });
            },
            ["Order: ExpressOrder: it refers to Invoice, whose rows belong to tenants"]),
        ["a tenant's entity in two tables"] = (
            model => Shop.Customers(model).IsTenantOwned(customer => customer.TenantId)
                .SplitToTable("more", more => more.Property(customer => customer.Name)),
            ["Customer: it is split over the tables customers, more, but has row-level security in the first alone"]),
        ["a tenant's entities without a common table and a key without the tenant"] = (
            model =>
            {
                Shop.ExpressOrders(model);
                model.Entity<Order>().ToTable((string?)null).UseTpcMappingStrategy().IsTenantOwned(order => order.TenantId)
                    .HasKey(order => order.Id);
            },
            ["Order: its key (Id) must begin with TenantId"]),
        ["a key without the tenant in front"] = (
            model => Shop.Customers(model).IsTenantOwned(customer => customer.TenantId)
                .HasKey(customer => new { customer.Id, customer.TenantId }),
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
            ["Order: its partitions carry no policy, so shop_reader would reach the rows of all tenants", "GrantTo",
                "RoleScope.AllTenants"]),
        ["rights on partitions for a role that is not declared"] = (
            model => Shop.Orders(model)
                .GrantPartitionsTo("somebody", TableRights.Select), ["Order: its partitions carry no policy, so somebody"]),
        ["a leaf that alone belongs to a tenant"] = (
            model => Shop.ExpressOrders(Shop.WithPlainOrders(model)).IsTenantOwned(order => order.TenantId),
            ["but ExpressOrder declares some of its own"]),
        ["rights on a leaf's partitions alone"] = (
            model => Shop.ExpressOrders(Shop.WithOrders(model)).GrantPartitionsTo("shop_service", TableRights.Select),
            ["but ExpressOrder declares some of its own"]),
        ["a tenant that is no property"] = (
            model => Shop.Customers(model).IsTenantOwned("Missing"),
            ["Customer", "Missing"]),
        ["two owners"] = (
            model =>
                model.HasSqlRole("a", RoleScope.Owner).HasSqlRole("b", RoleScope.Owner), ["The roles a and b are both declared as owners"]),
    };

    public static TheoryData<string> Names => [.. Faults.Keys];

    [Theory, MemberData(nameof(Names))]
    public void A_fault_is_refused_with_the_entity_and_the_remedy(string fault) =>
        ModelAssert.IsRefused(Faults[fault].Model, Faults[fault].Message);
}
