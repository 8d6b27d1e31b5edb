using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;

namespace MlOps.Postgres;

/// <summary>
/// A login that reaches one tenant alone, whatever it sets. Only the owner of the tables reads and writes this table:
/// <see cref="TenantBuilderExtensions.HasTenantLogins"/> adds it.
/// </summary>
[PrimaryKey(nameof(Login))]
public sealed class TenantLogin
{
    private TenantLogin(string login, Guid tenantId) => (Login, TenantId) = (login, tenantId);

    /// <summary>The name of the login, as PostgreSQL has it.</summary>
    [MaxLength(63)]
    public string Login { get; private set; }

    public Guid TenantId { get; private set; }

    /// <summary>Binds a login to a tenant.</summary>
    public static TenantLogin Bind(string login, Guid tenantId)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(login);
        ArgumentOutOfRangeException.ThrowIfEqual(tenantId, Guid.Empty);
        return new TenantLogin(login, tenantId);
    }
}
