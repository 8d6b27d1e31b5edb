using MlOps.Persistence.Tests.TestKit;
using MlOps.Testing;

[assembly: AssemblyFixture(typeof(TestServer))]
// <fixture>
[assembly: AssemblyFixture(typeof(ShopServer))]
// </fixture>
