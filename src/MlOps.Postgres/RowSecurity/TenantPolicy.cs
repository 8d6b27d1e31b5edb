using System.Text.Json;

namespace MlOps.Postgres.RowSecurity;

/// <summary>The policy that shows a session the rows of its tenant, as the annotation of a table carries it.</summary>
/// <param name="Column">The column with the tenant of a row.</param>
/// <param name="BoundRole">The role of logins that are bound to a tenant; null if there are none.</param>
internal sealed record TenantPolicy(string Column, string? BoundRole)
{
    public override string ToString() => BoundRole is null ? Column : JsonSerializer.Serialize(this);

    public static TenantPolicy Parse(string text) =>
        text.StartsWith('{') ? JsonSerializer.Deserialize<TenantPolicy>(text)! : new TenantPolicy(text, null);
}
