using Microsoft.EntityFrameworkCore;
using MlOps.Postgres.Tests.Entities;

namespace MlOps.Postgres.Tests.Views;

/// <summary>Views that PostgreSQL would refuse, that would stay empty, or that would show a tenant rows of another.</summary>
public class ViewRuleTests
{
    private static readonly Dictionary<string, (Action<ModelBuilder> Model, string[] Message)> Faults = new()
    {
        ["a view of a property that is no column"] = (
            model => View(model, c => c[x => x.Name.Length]),
                ["View 'v_customers' reads Customer.", "which is no column of table customers", "Name a property"]),
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
        ["a materialized view of tenants' rows without an owner"] = (
            model => CustomerCountsView.Add(model),
            ["View 'm_customers' is materialized and reads customers, whose rows belong to tenants", "RoleScope.Owner"]),
        ["a materialized view of tenants' rows for a tenant's role"] = (
            model => CustomerCountsView.Add(model.HasSqlRole("o", RoleScope.Owner).HasSqlRole("all", RoleScope.AllTenants)
                .HasSqlRole("r"), "all", "o", "r"),
            ["View 'm_customers' is materialized and reads customers", "r must not read it", "HasSqlTenantView",
                "declare r with RoleScope.AllTenants"]),
        ["a materialized view of a view of tenants' rows for a role that nobody declared"] = (
            model => CustomerCountsView.Add(model.HasSqlRole("o", RoleScope.Owner))
                .HasSqlView("v_between", names => $"SELECT * FROM {names.View("m_customers")}")
                .HasSqlMaterializedView("m_second", ["tenant_id"], names => $"SELECT tenant_id FROM {names.View("v_between")}", "nobody"),
            ["View 'm_second' is materialized and reads customers", "nobody must not read it"]),
        ["a materialized view of one tenant's part"] = (
            model => CustomerCountsView.Add(model.HasSqlRole("o", RoleScope.Owner)).HasSqlTenantView("v_part", "m_customers")
                .HasSqlMaterializedView("m_second", ["tenant_id"], names => $"SELECT tenant_id FROM {names.View("v_part")}"),
            ["View 'm_second' is materialized and reads 'v_part', which shows one tenant's rows", "Let it read 'm_customers'"]),
        ["a tenant's part of a materialized view that does not tell the tenant"] = (
            model => CustomerCountsView.Add(model.HasSqlRole("o", RoleScope.Owner))
                .HasSqlMaterializedView("m_counts", ["customers"], names => $"SELECT customers FROM {names.View("m_customers")}")
                .HasSqlTenantView("v_counts", "m_counts"),
            ["View 'v_counts' shows each tenant its part of 'm_counts', whose unique key (customers) must begin with tenant_id"]),
        ["a tenant's part of a materialized view that names something else as the tenant"] = (
            model => CustomerCountsView.Add(model.HasSqlRole("o", RoleScope.Owner))
                .HasSqlMaterializedView("m_counts", ["owner"], names =>
                    $"SELECT max(tenant_id) AS owner, old_tenant_id AS owner FROM {names.View("m_customers")}")
                .HasSqlTenantView("v_counts", "m_counts"),
            ["View 'v_counts' shows each tenant its part of 'm_counts', whose unique key (owner) must begin with tenant_id"]),
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
    public void A_fault_is_refused_with_the_entity_and_the_remedy(string fault) =>
        ModelAssert.IsRefused(Faults[fault].Model, Faults[fault].Message);

    [Theory, InlineData("c.tenant_id AS owner"), InlineData("c.\"tenant_id\" AS \"owner\", 1 AS n")]
    public void A_materialized_view_may_give_the_tenant_a_name_of_its_own(string columns)
    {
        using var context = new ShopContext(model => CustomerCountsView.Add(model.HasSqlRole("o", RoleScope.Owner))
            .HasSqlMaterializedView("m_counts", ["owner"], names => $"SELECT {columns} FROM {names.View("m_customers")} c")
            .HasSqlTenantView("v_counts", "m_counts"));
        Assert.NotNull(context.Model);
    }

    private static void View(ModelBuilder model, Func<SqlTable<Customer>, string> column)
    {
        Shop.Customers(model).Ignore(customer => customer.Score);
        model.HasSqlView("v_customers", names => $"SELECT {column(names.Table<Customer>("c"))}");
    }
}
