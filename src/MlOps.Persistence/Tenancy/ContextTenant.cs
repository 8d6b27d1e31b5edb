using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace MlOps.Persistence.Tenancy;

/// <summary>Reads the tenant of a context from its options.</summary>
internal static class ContextTenant
{
    /// <summary>The tenant of a context; the empty id if it has none. Query filters call it.</summary>
    public static Guid FindTenantId(DbContext context) => FindOptions(context)?.TenantId ?? Guid.Empty;

    /// <exception cref="InvalidOperationException">The context has no tenant.</exception>
    public static Guid GetTenantId(this DbContext context) => GetTenantOptions(context).TenantId;

    /// <inheritdoc cref="GetTenantId"/>
    public static MlOpsOptionsExtension GetTenantOptions(this DbContextEventData eventData) =>
        GetTenantOptions(eventData.Context);

    /// <inheritdoc cref="GetTenantId"/>
    public static MlOpsOptionsExtension GetTenantOptions(DbContext? context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var options = FindOptions(context) ?? throw new InvalidOperationException(
            $"{context.GetType().Name} has no tenant, because its options were made without UseMlOps. Call UseMlOps on them, " +
            "in place of UseNpgsql.");
        return options.TenantId != Guid.Empty
            ? options
            : throw new InvalidOperationException(
                "The context has no tenant, so the server could not know which rows it may show. Pass one to UseMlOps. With FindTenant, " +
                "return a tenant, take the context from a scope, and call AddMlOps before a factory of the context is added.");
    }

    private static MlOpsOptionsExtension? FindOptions(DbContext context) =>
        context.GetService<IDbContextOptions>().FindExtension<MlOpsOptionsExtension>();
}
