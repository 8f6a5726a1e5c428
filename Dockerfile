# The Studio Control Plane's server: multi-stage, chiselled base, non-root, works with a read-only root file system.
#
#   docker build --build-arg REGISTRY=<the registry that holds the dotnet images, with a slash at its end> -t controlplane .
#   docker run --read-only --tmpfs /tmp -v controlplane-data:/data -p 8080:8080 -p 8081:8081 controlplane
#
# docs/operations/container.md tells about configuration, volumes and probes.
ARG REGISTRY=
ARG SDK_IMAGE=${REGISTRY}dotnet/sdk:10.0
ARG RUNTIME_IMAGE=${REGISTRY}dotnet/aspnet:10.0-noble-chiseled

FROM ${SDK_IMAGE} AS build
WORKDIR /source
# What restoring needs comes first, so that a change of code keeps this layer.
COPY global.json Directory.Build.props Directory.Build.targets Directory.Packages.props .editorconfig BannedSymbols.txt ./
COPY clients/VERSION clients/VERSION
COPY src/ControlPlane.Aws.Clients/*.csproj src/ControlPlane.Aws.Clients/packages.lock.json src/ControlPlane.Aws.Clients/
COPY src/ControlPlane.Aws/*.csproj src/ControlPlane.Aws/packages.lock.json src/ControlPlane.Aws/
COPY src/ControlPlane.Contracts/*.csproj src/ControlPlane.Contracts/packages.lock.json src/ControlPlane.Contracts/
COPY src/ControlPlane.Core/*.csproj src/ControlPlane.Core/packages.lock.json src/ControlPlane.Core/
COPY src/ControlPlane.Saml/*.csproj src/ControlPlane.Saml/packages.lock.json src/ControlPlane.Saml/
COPY src/ControlPlane.Server/*.csproj src/ControlPlane.Server/packages.lock.json src/ControlPlane.Server/
COPY src/ControlPlane.Storage/*.csproj src/ControlPlane.Storage/packages.lock.json src/ControlPlane.Storage/
RUN dotnet restore --locked-mode src/ControlPlane.Server/ControlPlane.Server.csproj
COPY protos protos
COPY docs/reference/openapi.json docs/reference/openapi.json
COPY src src
RUN dotnet publish --no-restore -c Release -o /app src/ControlPlane.Server/ControlPlane.Server.csproj \
    && mkdir -p /empty

FROM ${RUNTIME_IMAGE}
WORKDIR /app
COPY --from=build /app .
# A fresh volume takes the owner of the folder that it covers.
COPY --from=build --chown=1654:1654 /empty /data
USER 1654
VOLUME /data
ENV DOTNET_EnableDiagnostics=0 \
    Storage__Sqlite__Path=/data/controlplane.db \
    Kestrel__Endpoints__Web__Url=http://0.0.0.0:8080 \
    Kestrel__Endpoints__Grpc__Url=http://0.0.0.0:8081 \
    Kestrel__Endpoints__Grpc__Protocols=Http2
EXPOSE 8080 8081
# The chiselled base has no shell and no curl: the server asks itself.
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD ["dotnet", "ControlPlane.Server.dll", "health"]
ENTRYPOINT ["dotnet", "ControlPlane.Server.dll"]
