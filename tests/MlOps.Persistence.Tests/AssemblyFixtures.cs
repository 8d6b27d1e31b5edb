using MlOps.Persistence.Tests.TestKit;
using MlOps.Testing;

[assembly: AssemblyFixture(typeof(TestServer))]
[assembly: AssemblyFixture(typeof(ShopServer))]
