using Microsoft.EntityFrameworkCore;
using MlOps.Postgres.Tests.Entities;

namespace MlOps.Postgres.Tests.Views;

/// <summary>A materialized view over a table of tenants.</summary>
internal static class CustomerCountsView
{
    public static ModelBuilder Add(ModelBuilder model, params string[] readers)
    {
        Shop.Customers(model).IsTenantOwned(customer => customer.TenantId);
        return model.HasSqlMaterializedView(
            "m_customers",
            ["tenant_id"],
            names =>
            {
                var c = names.Table<Customer>("c");
                return $"SELECT {c[x => x.TenantId]}, count(*) AS customers FROM {c} GROUP BY 1";
            },
            readers);
    }
}
