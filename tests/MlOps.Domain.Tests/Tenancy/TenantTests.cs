using MlOps.Domain.Tenancy;

namespace MlOps.Domain.Tests.Tenancy;

public class TenantTests
{
    [Fact]
    public void A_tenant_is_the_owner_of_itself()
    {
        var tenant = Tenant.Register(Sample.Tenant, "acme", Sample.Time);

        Assert.Equal((Sample.Tenant, Sample.Tenant), (tenant.Id, tenant.TenantId));
        Assert.Throws<IllegalTransitionException>(() => tenant.BelongTo(Guid.CreateVersion7()));
    }

    [Fact]
    public void A_tenant_is_suspended_resumed_and_closed_for_good()
    {
        var tenant = Tenant.Register(Sample.Tenant, "acme", Sample.Time);
        Assert.Throws<IllegalTransitionException>(() => tenant.Resume(Sample.Time));
        tenant.Suspend(Sample.Time);
        Assert.Throws<IllegalTransitionException>(() => tenant.Suspend(Sample.Time));
        tenant.Resume(Sample.Time);
        tenant.Close(Sample.Time.AddDays(1));

        var refusal = Assert.Throws<IllegalTransitionException>(() => tenant.Resume(Sample.Time));
        Assert.Equal("Tenant 'acme' is Closed and cannot become Active.", refusal.Message);
        Assert.Throws<IllegalTransitionException>(() => tenant.Close(Sample.Time));
        Assert.Equal(Sample.Time.AddDays(1), tenant.UpdatedAt);
    }
}
