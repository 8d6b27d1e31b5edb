using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Tenancy;
using MlOps.Persistence.Tenancy;
using MlOps.Postgres;
using MlOps.Postgres.Views;

namespace MlOps.Persistence.Configurations.Tenancy;

internal sealed class AccessTokenConfiguration : IEntityTypeConfiguration<AccessToken>
{
    /// <summary>Adds the function that finds a token that is valid now, for logins that may not read the table.</summary>
    public static void AddFunction(ModelBuilder modelBuilder) => modelBuilder.HasSqlFunction("mlops_find_access_token", Find);

    public void Configure(EntityTypeBuilder<AccessToken> builder)
    {
        builder.ToTable("ml_access_tokens");
        builder.HasKey(token => token.Id);
        builder.Property(token => token.Id).ValueGeneratedNever();
        builder.IsAudited();
        builder.IsNotRecorded();
        builder.HasRowVersion();
        builder.Property(token => token.CreatedBy).IsAuthor();
        builder.Property(token => token.RevokedBy).IsAuthor();

        builder.HasIndex(token => token.SecretHash).IsUnique();
        builder.HasIndex(token => new { token.TenantId, token.Name }).IsUnique().HasFilter("revoked_at is null");

        builder.HasCheck("scopes", "scopes between 1 and 15");
        builder.HasCheck("secret_hash", $"octet_length(secret_hash) = {AccessSecret.HashLength}");
        builder.HasCheck("expires_at", "created_at <= expires_at");
        builder.HasCheck("revoked", "(revoked_at is null) = (revoked_by is null) and created_at <= revoked_at");
    }

    // Who calls it must know the hash, and so the secret. It answers the roles that write, and a login that is bound to a tenant learns
    // nothing of the tokens of others. PostgreSQL resolves the names when it creates the function, so that no object of the caller can take
    // the place of one of ours.
    private static SqlFunction Find(ViewNames names)
    {
        var a = names.Table<AccessToken>("a");
        var t = names.Table<Tenant>("t");
        var l = names.Table<TenantLogin>("l");
        return new SqlFunction(
            "hash bytea",
            $"""
            RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE
            RETURN (
                SELECT jsonb_build_object(
                    'id', {a[x => x.Id]}, 'tenant', {a[x => x.TenantId]}, 'name', {a[x => x.Name]}, 'scopes', {a[x => x.Scopes]},
                    'expires', {a[x => x.ExpiresAt]})
                FROM {a}
                WHERE {a[x => x.SecretHash]} = hash AND {a[x => x.RevokedAt]} IS NULL
                    AND ({a[x => x.ExpiresAt]} IS NULL OR {a[x => x.ExpiresAt]} > now())
                    AND (pg_has_role(session_user, '{MlOpsRoles.App}', 'USAGE') OR pg_has_role(session_user, '{MlOpsRoles.Service}', 'USAGE'))
                    AND NOT EXISTS (SELECT 1 FROM {t} WHERE {t[x => x.Id]} = {a[x => x.TenantId]} AND {t[x => x.Status]} <> 'active')
                    AND (NOT pg_has_role(session_user, '{MlOpsRoles.Bound}', 'USAGE')
                        OR EXISTS (SELECT 1 FROM {l} WHERE {l[x => x.Login]} = session_user AND {l[x => x.TenantId]} = {a[x => x.TenantId]})
                        OR EXISTS (SELECT 1 FROM pg_roles WHERE rolname = session_user AND rolsuper)))
            """);
    }
}
