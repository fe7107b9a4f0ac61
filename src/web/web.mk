# web.mk - `make web`: the page that runs mlrepl in a browser. The interpreter is
# compiled by emscripten to WebAssembly; the libraries are compiled from the
# sources of their Debian packages, which are downloaded once.

WEB := $(BUILD)/web
WEB_PACKAGES := emscripten node-acorn esbuild zopfli xz-utils f2c libf2c2-dev clang ca-certificates

# Node looks for acorn where Debian puts it.
export NODE_PATH ?= /usr/share/nodejs

# emcc only adds flags to clang's, and takes a second for each file to do so. They
# are asked for once, when they are needed.
WEB_CC ?= clang
EMCC_FLAGS = $(eval EMCC_FLAGS := $(shell emcc -sSUPPORT_LONGJMP=wasm --cflags))$(EMCC_FLAGS)
WEB_FLAGS = $(EMCC_FLAGS) -I$(abspath $(WEB))/include
# What is downloaded is small, but for the loops that take the time of training.
WEB_FAST := $(WEB)/core/linalg/kernel.o $(WEB)/core/linalg/vec% $(WEB)/core/linalg/mat% \
  $(WEB)/core/linalg/gram.o $(WEB)/core/elementary/%
web_speed = $(if $(filter $(WEB_FAST),$@),-O2 -fno-unroll-loops,-Oz) $(if $(filter $(WEB)/core/%,$@),-msimd128)
WEB_SOURCES := $(WEB)/sources

# What a browser lacks is written anew in src/web.
WEB_LEFT_OUT := sys/interrupt sys/sandbox sys/call_filter sys/child_process sys/plugin \
  sys/stack sys/parallel/processes sys/parallel/process_watch lua/standard/keyboard lua/show/target_terminal plot/text/% core/format/encoding
WEB_OWN := $(patsubst src/%.c,$(WEB)/%.o,$(wildcard src/web/*.c)) \
  $(filter-out $(WEB_LEFT_OUT:%=$(WEB)/%.o),$(patsubst $(BUILD)/%,$(WEB)/%,$(SYS) $(CORE) $(PLOT) $(LUA) $(SESSION)))

$(WEB_OWN): $(WEB)/%.o: src/%.c $(WEB)/include/done | $(OPENERS_H)
	@mkdir -p $(@D)
	$(call say,WEB,$<)$(WEB_CC) $(WEB_FLAGS) $(web_speed) -std=c11 -MMD -MP -Isrc -I$(BUILD) -I$(WEB_SOURCES)/lua5.4/src \
	  -I$(WEB_SOURCES)/cjson -I$(WEB_SOURCES)/zlib -DPREFIX='"/"' -DM_ARENA_MAX=-8 -DSTATUS_POLL -c -o $@ $<

# ---- libraries --------------------------------------------------------------

$(WEB_SOURCES)/done: src/web/sources.sh
	@sh src/web/sources.sh $(WEB_SOURCES)

# Headers that the system's compiler finds elsewhere.
$(WEB)/include/done: $(WEB_SOURCES)/done
	@mkdir -p $(@D)
	@cp /usr/include/f2c.h $(WEB_SOURCES)/liblinear/linear.h $(WEB_SOURCES)/lapack/CBLAS/include/cblas.h $(@D)
	@: >$(@D)/cblas_mangling.h && : >$(@D)/Rconfig.h
	@sed 's/@[A-Z0-9_]*@/# define HAVE_WORKING_LOG1P 1/' $(WEB_SOURCES)/r-base/src/include/Rmath.h0.in >$(@D)/Rmath.h
	@touch $@

LAPACK_ROUTINES := dposv dgeqrf dgeqp3 dormqr dtrtrs dgels dgesvd dgelss dgetrf dgetrs dgecon \
  dpotrf dorgqr dsyev dgeev ddot dgemm
$(WEB)/lapack/done: src/web/lapack.sh src/web/fortran77.awk $(WEB_SOURCES)/done
	@sh src/web/lapack.sh $(WEB_SOURCES)/lapack $(@D) $(LAPACK_ROUTINES)
	@touch $@

NMATH := pnorm pt qnorm qt pf pchisq pgamma pbeta toms708 lbeta gamma lgamma lgammacor stirlerr \
  chebyshev gammalims dpois bd0 dnorm dt dbinom fmax2 fmin2 mlutils log1p cospi i1mach d1mach
F2C_RUNTIME := s_cmp s_copy s_cat d_sign pow_dd pow_di pow_ii i_nint d_lg10 f77_aloc exit_ i_dnnt i_len
ZLIB := adler32 crc32 deflate inflate inffast inftrees trees zutil compress uncompr gzlib gzclose \
  gzread gzwrite

WEB_ROOT = $(abspath $(WEB_SOURCES))
FLAGS_web_lua = -Isrc -DLUA_USE_POSIX -D_setjmp=setjmp -D_longjmp=longjmp
FLAGS_web_zlib = -DHAVE_UNISTD_H
FLAGS_web_nmath = -DMATHLIB_STANDALONE -DIEEE_754=1 -I$(WEB_ROOT)/r-base/src/include
FILES_web_lua = $(filter-out %/lua.c %/luac.c,$(wildcard $(WEB_SOURCES)/lua5.4/src/*.c))
FILES_web_cjson = $(WEB_SOURCES)/cjson/cJSON.c
FILES_web_zlib = $(ZLIB:%=$(WEB_SOURCES)/zlib/%.c)
FILES_web_nmath = $(NMATH:%=$(WEB_SOURCES)/r-base/src/nmath/%.c)
FILES_web_f2c = $(F2C_RUNTIME:%=$(WEB_SOURCES)/libf2c2/%.c)
FILES_web_liblinear = $(WEB_SOURCES)/liblinear/linear.cpp $(WEB_SOURCES)/liblinear/tron.cpp
FLAGS_web_liblinear = -fno-rtti -Ddaxpy_=liblinear_daxpy -Ddscal_=liblinear_dscal
FILES_web_lapack = $(wildcard $(WEB)/lapack/*.c)

# $(call web_library,NAME,FOLDER of its sources,c or cpp)
define web_library
$$(WEB)/$(1)/%.o: $(2)/%.$(3) $$(WEB)/include/done
	@mkdir -p $$(@D)
	$$(call say,WEB,$$<)$$(WEB_CC) $$(WEB_FLAGS) $$(web_speed) -w $$(FLAGS_web_$(1)) -c -o $$@ $$<
WEB_OBJECTS += $$(patsubst %.$(3),$$(WEB)/$(1)/%.o,$$(notdir $$(FILES_web_$(1))))
endef
$(eval $(call web_library,lua,$$(WEB_SOURCES)/lua5.4/src,c))
$(eval $(call web_library,cjson,$$(WEB_SOURCES)/cjson,c))
$(eval $(call web_library,zlib,$$(WEB_SOURCES)/zlib,c))
$(eval $(call web_library,nmath,$$(WEB_SOURCES)/r-base/src/nmath,c))
$(eval $(call web_library,f2c,$$(WEB_SOURCES)/libf2c2,c))
$(eval $(call web_library,liblinear,$$(WEB_SOURCES)/liblinear,cpp))
$(eval $(call web_library,lapack,$$(WEB)/lapack,c))

# ---- the program ------------------------------------------------------------

comma := ,
WEB_EXPORTS := start evaluate run check stop used theme is_open complete signature figure_json event
# From -O2 on emcc shortens the names that engine.mjs relies on.
WEB_LINK ?= -O1 -sSUPPORT_LONGJMP=wasm -sMODULARIZE=1 -sEXPORT_NAME=createMlrepl \
  -sENVIRONMENT=worker,node -sALLOW_MEMORY_GROWTH=1 -sINITIAL_MEMORY=33554432 \
  -sTOTAL_STACK=2097152 -sFORCE_FILESYSTEM=1 --js-library src/web/imports.js \
  -sEXPORTED_FUNCTIONS=$(subst $() ,$(comma),$(WEB_EXPORTS:%=_web_%)),_malloc,_free \
  -sEXPORTED_RUNTIME_METHODS=FS,UTF8ToString,stringToUTF8,lengthBytesUTF8

# The linker knows which names engine.mjs relies on, so what it makes is shortened after it.
# wasm-opt -Oz would also sort functions by use, which makes the compressed file 25 KB larger, as
# neighbors are no longer alike, and inline some.
WEB_SHORTEN := wasm-opt --enable-simd --enable-exception-handling --enable-mutable-globals \
  --optimize-level=2 --shrink-level=2 --strip-debug --strip-producers --dae-optimizing --dce \
  --remove-unused-names --remove-unused-brs --optimize-instructions --pick-load-signs --precompute \
  --code-pushing --simplify-locals-nostructure --vacuum --reorder-locals --remove-unused-brs \
  --coalesce-locals --simplify-locals --vacuum --reorder-locals --coalesce-locals --reorder-locals \
  --vacuum --merge-blocks --remove-unused-brs --remove-unused-names --merge-blocks --precompute \
  --optimize-instructions --vacuum --duplicate-function-elimination --remove-unused-module-elements
$(WEB)/mlrepl.js: $(WEB_OWN) $(WEB_OBJECTS) src/web/imports.js src/web/web.mk
	@mkdir -p $(WEB)/linked
	$(call say,LINK,$@)emcc $(WEB_LINK) -o $(WEB)/linked/mlrepl.js $(WEB_OWN) $(WEB_OBJECTS)
	@$(WEB_SHORTEN) -o $(WEB)/mlrepl.wasm $(WEB)/linked/mlrepl.wasm
	@node $$(em-config EMSCRIPTEN_ROOT)/tools/acorn-optimizer.js $(WEB)/linked/mlrepl.js AJSDCE >$(WEB)/linked/used.js
	@esbuild --log-level=warning --minify --outfile=$@ $(WEB)/linked/used.js

# ---- the page ---------------------------------------------------------------

WEB_FILES = $(shell find lib scripts examples -type f)
PAGE := src/web/page
$(WEB)/archive: $(WEB_FILES) $(PAGE)/pack.mjs $(PAGE)/archive.mjs $(PAGE)/table.mjs $(PAGE)/lzma.mjs
	$(call say,PACK,$@)node $(PAGE)/pack.mjs $@ /lib=lib /scripts=scripts /examples=examples

# figure.js is a global of the page.
$(WEB)/bundle/%.js: $(PAGE)/%.js $(wildcard $(PAGE)/*.js $(PAGE)/*.mjs lib/page/*.js)
	$(call say,PACK,$@)esbuild --log-level=warning --bundle --minify --format=iife \
	  $(if $(filter figure,$*),--global-name=mlreplFigure) --outfile=$@ $<

# createMlrepl, which emscripten makes, comes before the worker's own script.
$(WEB)/worker.js: $(WEB)/mlrepl.js $(WEB)/bundle/worker.js
	@{ cat $< && echo 'self.createMlrepl = createMlrepl;' && cat $(WEB)/bundle/worker.js; } >$@

$(WEB)/packed/%.z: $(WEB)/%
	@mkdir -p $(@D)
	$(call say,PACK,$@)zopfli --zlib --i5 -c $< >$@

$(WEB)/mlrepl.wasm: $(WEB)/mlrepl.js ;

$(WEB)/index.html: $(WEB)/packed/mlrepl.wasm.z $(WEB)/archive $(WEB)/worker.js $(WEB)/bundle/boot.js $(WEB)/bundle/main.js \
  $(WEB)/bundle/figure.js $(PAGE)/build.mjs $(PAGE)/page.html $(PAGE)/page.css lib/page/figure.css
	$(call say,PAGE,$@)node $(PAGE)/build.mjs $@ $(WEB)

# The sources of the libraries must be there before make looks for their files.
web: deps
	$(call need,$(WEB_PACKAGES),to build the page for browsers)
	$(BUILD_ALL) $(WEB)/include/done $(WEB)/lapack/done
	$(BUILD_ALL) $(WEB)/index.html

web-test: web
	$(call need,chromium,to test the page)
	$(BUILD_ALL) all
	@sh tests/web/run $(WEB) ./$(PROGRAM)

.PHONY: web web-test
