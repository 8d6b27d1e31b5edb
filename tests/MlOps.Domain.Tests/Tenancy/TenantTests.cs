using MlOps.Domain.Tenancy;

namespace MlOps.Domain.Tests.Tenancy;

public class TenantTests
{
    [Fact]
    public void A_tenant_is_the_owner_of_itself()
    {
        var tenant = Tenant.Register(Some.Tenant, "acme", Some.Time);

        Assert.Equal((Some.Tenant, Some.Tenant), (tenant.Id, tenant.TenantId));
        Assert.Throws<IllegalTransitionException>(() => tenant.BelongTo(Guid.CreateVersion7()));
    }

    [Fact]
    public void A_tenant_is_suspended_resumed_and_closed_for_good()
    {
        var tenant = Tenant.Register(Some.Tenant, "acme", Some.Time);
        Assert.Throws<IllegalTransitionException>(() => tenant.Resume(Some.Time));
        tenant.Suspend(Some.Time);
        Assert.Throws<IllegalTransitionException>(() => tenant.Suspend(Some.Time));
        tenant.Resume(Some.Time);
        tenant.Close(Some.Time.AddDays(1));

        var refusal = Assert.Throws<IllegalTransitionException>(() => tenant.Resume(Some.Time));
        Assert.Equal("Tenant 'acme' is Closed and cannot become Active.", refusal.Message);
        Assert.Throws<IllegalTransitionException>(() => tenant.Close(Some.Time));
        Assert.Equal(Some.Time.AddDays(1), tenant.UpdatedAt);
    }
}
